/**
 * `.pm/desktop/windows.json`: the keys by which windows of the web board that are open now come back in
 * after the server was started anew (`server/window-keys.ts`). Git ignores it; it is mine alone (mode 0600).
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { layout } from "./layout.ts";
import { readOwnFile, writeOwnFile } from "./own-file.ts";

export interface WindowKey {
  id: string;
  /** 256 random bits, in hexadecimal. */
  key: string;
  /** Milliseconds since 1970. */
  issued: number;
}

export interface WindowKeyStore {
  read(): WindowKey[];
  write(keys: readonly WindowKey[]): void;
}

/** The store in a `.pm` folder. A file that cannot be written is no reason to let nobody in. */
export function windowKeyStore(pmDir: string): WindowKeyStore {
  const path = layout(pmDir).windowKeys;
  return {
    read() {
      try {
        const keys: unknown = JSON.parse(readOwnFile(path) ?? "[]");
        return Array.isArray(keys) ? keys.filter(isWindowKey) : [];
      } catch {
        return [];
      }
    },
    write(keys) {
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeOwnFile(path, `${JSON.stringify(keys)}\n`);
      } catch {
        // The windows then have to be opened anew after the next start.
      }
    },
  };
}

function isWindowKey(value: unknown): value is WindowKey {
  const { id, key, issued } = (value ?? {}) as Partial<WindowKey>;
  return (
    typeof id === "string" &&
    typeof key === "string" &&
    /^[0-9a-f]{64}$/.test(key) &&
    typeof issued === "number"
  );
}
