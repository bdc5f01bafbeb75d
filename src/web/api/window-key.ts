/**
 * How this window comes back in after the server was started anew: with a key that it keeps in its memory
 * and never sends. The server has to prove first that it knows the key too; the protocol stands at the head of
 * `server/window-keys.ts`.
 */
let held: { id: string; key: CryptoKey } | null = null;

/** Asks for the key, while the window is in. Where the browser has no cryptography, the window has none. */
export async function holdWindowKey(): Promise<void> {
  if (held !== null || globalThis.crypto?.subtle === undefined) return;
  try {
    const { id, key } = await post<{ id: string; key: string }>("/api/v1/sessions/window", {});
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const bytes = new TextEncoder().encode(key);
    const imported = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
    held = { id, key: imported };
  } catch {
    // It is asked for again with the next connection.
  }
}

/** Whether the server that answers now is ours, and has let this window in again. */
export async function resumeSession(): Promise<boolean> {
  if (held === null) return false;
  const { id, key } = held;
  const mine = hex(crypto.getRandomValues(new Uint8Array(32)));
  try {
    const theirs = await post<{ nonce: string; proof: string }>("/session/challenge", {
      id,
      nonce: mine,
    });
    const proofBy = async (who: string): Promise<string> => {
      const said = ["pm window", who, location.port, mine, theirs.nonce].join("\n");
      return hex(
        new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(said))),
      );
    };
    if ((await proofBy("server")) !== theirs.proof) return false;
    await post("/session/resume", { id, nonce: theirs.nonce, proof: await proofBy("window") });
    return true;
  } catch {
    return false;
  }
}

async function post<T>(path: string, body: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as T;
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
