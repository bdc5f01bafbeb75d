// Builds the web board: src/web, by Vite, into dist/web, each file also compressed, and
// dist/web-assets.js, by which the executable embeds them all (see src/server/web.ts).
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build } from "vite";

const top = dirname(import.meta.dir);
const output = join(top, "dist", "web");

/** Smaller ones gain nothing, and images are compressed already. */
const WORTH_COMPRESSING = /\.(?:js|css|html|svg)$/;

/** Builds it all; throws where the sources cannot be built. */
export async function buildWeb(): Promise<void> {
  // Elsewhere first, then swapped in: a test that reads dist meanwhile finds one build or the other.
  const work = join(top, "dist", `.web-${process.pid}`);
  try {
    await build({
      configFile: false,
      root: join(top, "src", "web"),
      base: "/",
      logLevel: "warn",
      plugins: [svelte({ configFile: false, compilerOptions: { css: "external" } })],
      build: {
        outDir: work,
        emptyOutDir: true,
        target: "es2023",
        // New enough for light-dark(), nesting and popovers: what evergreen browsers have.
        cssTarget: ["chrome125", "firefox128", "safari17.5"],
        modulePreload: { polyfill: false },
        // Data URLs for pictures would be allowed, but nothing here needs them.
        assetsInlineLimit: 0,
        reportCompressedSize: false,
      },
    });
    const files = listFiles(work);
    for (const name of files) compress(join(work, name));
    rmSync(output, { recursive: true, force: true });
    renameSync(work, output);
    writeFileSync(join(top, "dist", "web-assets.js"), manifestOf(files));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.replaceAll("\\", "/"))
    .sort();
}

function compress(file: string): void {
  if (!WORTH_COMPRESSING.test(file)) return;
  const bytes = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
}

/** A module that names each file by its path in the page: `{ "/index.html": { plain, br, gzip } }`. */
function manifestOf(files: readonly string[]): string {
  const lines = ["// Made by scripts/build-web.ts."];
  const entries: string[] = [];
  files.forEach((name, index) => {
    const variants = WORTH_COMPRESSING.test(name)
      ? { plain: "", br: ".br", gzip: ".gz" }
      : { plain: "" };
    const fields = Object.entries(variants).map(([variant, ending]) => {
      const local = `${variant}${index}`;
      lines.push(`import ${local} from "./web/${name}${ending}" with { type: "file" };`);
      return `${variant}: ${local}`;
    });
    entries.push(`  ${JSON.stringify(`/${name}`)}: { ${fields.join(", ")} },`);
  });
  return `${lines.join("\n")}\nexport const assets = {\n${entries.join("\n")}\n};\n`;
}

if (import.meta.main) await buildWeb();
