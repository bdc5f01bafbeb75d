/** The web board as files: what the build has embedded, by path, in the encoding that is asked for. */

type Assets = typeof import("../../dist/web-assets.js").assets;

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** The names of these files carry a hash of what is in them. */
const FOREVER = "private, max-age=31536000, immutable";

let known: Promise<Assets> | undefined;

/** Nothing is embedded where the server runs from its sources and nobody has built the board. */
function assets(): Promise<Assets> {
  known ??= import("../../dist/web-assets.js").then(
    (module) => module.assets,
    () => ({}),
  );
  return known;
}

/** The page that is the board, whichever view of it the URL names; null where none is embedded. */
export function webPage(request: Request): Promise<Response | null> {
  return respond(request, "/index.html", {});
}

/** A script, style or picture of that page; null where there is none of that name. */
export function webAsset(request: Request): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  return respond(request, pathname, { "cache-control": FOREVER });
}

async function respond(
  request: Request,
  path: string,
  headers: Record<string, string>,
): Promise<Response | null> {
  const files = await assets();
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (file === undefined) return null;
  const accepted = request.headers.get("accept-encoding") ?? "";
  const encoding = (["br", "gzip"] as const).find(
    (name) => file[name] !== undefined && new RegExp(`\\b${name}\\b(?!;q=0)`).test(accepted),
  );
  return new Response(Bun.file((encoding && file[encoding]) ?? file.plain), {
    headers: {
      ...headers,
      ...(encoding && { "content-encoding": encoding }),
      "content-type": TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream",
      vary: "accept-encoding",
    },
  });
}
