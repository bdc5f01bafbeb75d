/** The pages that the server has beside the web board: what it says where it cannot show that. */

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center;
  font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 1rem; }
code { font-family: ui-monospace, monospace; font-size: 0.95em; }
`;

const styleHash = new Bun.CryptoHasher("sha256").update(STYLE).digest("base64");

/** Allows the one style above, by its hash, and nothing else: no script, no image, no frame. */
const POLICY =
  `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; ` +
  "frame-ancestors 'none'";

/** Fixed text only: nothing that a user has typed goes through here. */
function page(status: number, title: string, paragraphs: readonly string[]): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join("\n")}
</main>
</body>
</html>
`;
  return new Response(html, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
  });
}

/** `/` of a server that runs from its sources, before anybody has built the web board. */
export function unbuiltPage(): Response {
  return page(200, "The web board is not built", [
    "Run <code>npm run build</code>, and start the server again.",
  ]);
}

/** `/` for a browser that nobody has let in. */
export function lockedPage(): Response {
  return page(401, "This board is locked", [
    "Run <code>pm desktop</code> in the repository: it opens the board in this browser.",
  ]);
}

/** `/session` with a code that does not work. */
export function usedLinkPage(): Response {
  return page(401, "This link has been used", [
    "A link to the board works once, and for a minute. Run <code>pm desktop</code> for a new one.",
  ]);
}
