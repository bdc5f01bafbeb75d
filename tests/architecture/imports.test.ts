// The import rule: which part of src may know which. The table is the rule; the checkers that
// hold src to it are in import-rules.ts, and the second half of this file proves that they bite.
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  Allowed,
  FolderTable,
  Import,
  PackageRule,
  SizeRule,
  SourceFile,
} from "./import-rules.ts";
import {
  cycleProblems,
  folderProblems,
  importsOf,
  nameProblems,
  packageProblems,
  purityProblems,
  scriptsOf,
  sizeProblems,
} from "./import-rules.ts";

/** From the inside out. A folder may always import itself; src/main.ts may import anything. */
const MAY_IMPORT: FolderTable = {
  domain: [],
  "data-json": ["domain"],
  storage: ["domain", "data-json"],
  board: ["domain", "data-json", "storage"],
  workspace: ["domain"],
  bridges: ["domain", "data-json"],
  sync: ["domain", "data-json", "storage", "board", "workspace"],
  access: ["domain", "data-json", "storage", "board", "workspace", "sync"],
  server: ["domain", "data-json", "storage", "board", "workspace", "bridges", "sync", "access"],
  cli: [
    "domain",
    "data-json",
    "storage",
    "board",
    "workspace",
    "bridges",
    "sync",
    "access",
    "server",
  ],
  // It runs in the browser, and talks to the server by HTTP alone.
  web: ["domain"],
};

/** The web board is typed by what it asks the server for. */
const MAY_IMPORT_TYPES: FolderTable = { web: ["board", "server"] };

const PACKAGES: readonly PackageRule[] = [
  { packages: /^bun:sqlite$/, onlyIn: "src/storage/sqlite" },
  { packages: /^(?:hono|zod|@hono\/[^/]+)(?:\/|$)/, onlyIn: "src/server" },
  {
    packages: /^(?:svelte|@tanstack|marked|dompurify|uplot)(?:\/|$)/,
    onlyIn: "src/web",
  },
];

/** Knows neither clock nor chance nor machine: the same input gives the same board everywhere. */
const PURE = "src/domain";
const PURITY_EXCEPTIONS: readonly Allowed[] = [];

const SIZES: readonly SizeRule[] = [
  { share: 0.5, lines: 120 },
  { share: 0.9, lines: 300 },
];

const top = join(import.meta.dir, "..", "..");

/** The product's own files: tests that lie beside them are not held to the rule. */
function readSources(): SourceFile[] {
  return readdirSync(join(top, "src"), { recursive: true, encoding: "utf8" })
    .map((name) => `src/${name.replaceAll("\\", "/")}`)
    .filter((path) => /\.(?:[cm]?[jt]sx?|svelte)$/.test(path) && !/\.test\.tsx?$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(top, path), "utf8") }));
}

/** Of a component, its scripts. */
function codeOnly({ path, text }: SourceFile): SourceFile {
  return { path, text: path.endsWith(".svelte") ? scriptsOf(text) : text };
}

describe("src", () => {
  const sources = readSources();

  test("has files", () => {
    expect(sources.length).toBeGreaterThan(0);
  });

  test("imports only from the inside out", () => {
    expect(folderProblems(sources.map(codeOnly), MAY_IMPORT, MAY_IMPORT_TYPES)).toEqual([]);
  });

  test("keeps packages in the folder that wraps them", () => {
    expect(packageProblems(sources.map(codeOnly), PACKAGES)).toEqual([]);
  });

  test("has a pure domain", () => {
    expect(purityProblems(sources, PURE, PURITY_EXCEPTIONS)).toEqual([]);
  });

  test("has no barrels, and folders that say what they hold", () => {
    expect(nameProblems(sources)).toEqual([]);
  });

  test("has no import cycles", () => {
    expect(cycleProblems(sources.map(codeOnly))).toEqual([]);
  });

  test("consists of short files", () => {
    expect(sizeProblems(sources, SIZES)).toEqual([]);
  });
});

describe("the table", () => {
  test("names only folders that it has", () => {
    const folders = Object.keys(MAY_IMPORT);
    expect(folders).toEqual(expect.arrayContaining(Object.values(MAY_IMPORT).flat()));
  });
});

const source = (path: string, ...lines: string[]): SourceFile => ({
  path,
  text: `${lines.join("\n")}\n`,
});

describe("the checkers", () => {
  const value = (specifier: string): Import => ({ specifier, typeOnly: false });
  const seen: readonly (readonly [string, readonly Import[]])[] = [
    ['import { a } from "./a.ts";', [value("./a.ts")]],
    ['import a, {\n  b,\n  c as d,\n} from "../a.ts";', [value("../a.ts")]],
    ["import * as a from 'a';", [value("a")]],
    ['import "./a.css";', [value("./a.css")]],
    ['export * from "./a.ts";', [value("./a.ts")]],
    ['export { a } from "./a.ts";', [value("./a.ts")]],
    ['const a = await import("./a.ts");', [value("./a.ts")]],
    ['import data from "./a.json" with { type: "json" };', [value("./a.json")]],
    ['import type { A } from "./a.ts";', [{ specifier: "./a.ts", typeOnly: true }]],
    ['import { a } from "./a.ts"; import { b } from "b";', [value("./a.ts"), value("b")]],
    ['const quote = /["\'`]/; // it\'s\nimport { a } from "a";', [value("a")]],
    ['// import { a } from "a";', []],
    ['/* import { a } from "a"; */', []],
    ['const text = `\nimport { a } from "a";\n`;', []],
    ["export const from = 1;", []],
  ];
  test.each(seen)("see the imports of %s", (text, imports) => {
    expect(importsOf(text)).toEqual([...imports]);
  });

  test("find an import from the outside", () => {
    const bad = source("src/domain/merge/a.ts", 'import { b } from "../../storage/b.ts";');
    const lazy = source("src/board/a.ts", 'await import("../server/b.ts");');
    const main = source("src/storage/a.ts", 'import type { b } from "../main.ts";');
    expect(folderProblems([bad, lazy, main], MAY_IMPORT)).toEqual([
      "src/domain/merge/a.ts imports src/storage/b.ts: domain may not",
      "src/board/a.ts imports src/server/b.ts: board may not",
      "src/storage/a.ts imports src/main.ts: storage may not",
    ]);
  });

  test("find a file outside the table", () => {
    const files = [source("src/extra/a.ts"), source("src/loose.ts")];
    expect(folderProblems(files, MAY_IMPORT)).toHaveLength(2);
  });

  test("allow imports from the inside, of the own folder, and anything to main", () => {
    const files = [
      source("src/storage/a.ts", 'import { b } from "../domain/b.ts";'),
      source("src/domain/a.ts", 'import { b } from "./merge/b.ts";'),
      source("src/main.ts", 'import { b } from "./cli/b.ts";', 'import p from "../package.json";'),
    ];
    expect(folderProblems(files, MAY_IMPORT)).toEqual([]);
  });

  test("let a folder know the types of another, but no code", () => {
    const type = source("src/web/a.ts", 'import type { A } from "../board/a.ts";');
    const value = source("src/web/b.ts", 'import { a } from "../board/a.ts";');
    expect(folderProblems([type, value], MAY_IMPORT, MAY_IMPORT_TYPES)).toEqual([
      "src/web/b.ts imports src/board/a.ts: web may not",
    ]);
  });

  test("see the scripts of a component, and nothing else of it", () => {
    const component =
      '<script module>import "a";</script>\n<script lang="ts">\nimport "b";\n</script>\n<p>import "c"</p>';
    expect(importsOf(scriptsOf(component)).map(({ specifier }) => specifier)).toEqual(["a", "b"]);
  });

  test("find packages outside their folder", () => {
    const files = [
      source("src/storage/a.ts", 'import { Database } from "bun:sqlite";'),
      source(
        "src/cli/a.ts",
        'await import("hono/client");',
        'import { z } from "@hono/zod-openapi";',
      ),
      source("src/storage/sqlite/a.ts", 'import { Database } from "bun:sqlite";'),
      source("src/server/a.ts", 'import { z } from "zod";'),
    ];
    expect(packageProblems(files, PACKAGES)).toEqual([
      "src/storage/a.ts imports bun:sqlite: only src/storage/sqlite may",
      "src/cli/a.ts imports @hono/zod-openapi: only src/server may",
      "src/cli/a.ts imports hono/client: only src/server may",
    ]);
  });

  const impure = [
    'import { readFileSync } from "node:fs";',
    'import { z } from "zod";',
    "const now = Date.now();",
    "const now = new Date();",
    "const now = new Date;",
    "const dice = Math.random();",
    "const id = crypto.randomUUID();",
    "const home = process.env.HOME;",
    "const file = Bun.file(name);",
    "const time = `at $" + "{Date.now()}`;",
  ];
  test.each(impure)("find the impurity of %s", (line) => {
    expect(purityProblems([source("src/domain/a.ts", line)], PURE, [])).toHaveLength(1);
    expect(purityProblems([source("src/board/a.ts", line)], PURE, [])).toEqual([]);
  });

  test("allow pure code, words in comments and texts, and the exceptions", () => {
    const pure = source(
      "src/domain/a.ts",
      "// Never Date.now() here: the process gives the time.",
      'const text = "Math.random, crypto and Bun";',
      "const then = new Date(0);",
      "const step = board.process;",
    );
    expect(purityProblems([pure], PURE, [])).toEqual([]);
    const excused = source("src/domain/b.ts", "const now = Date.now();");
    const allowed = { path: "src/domain/b.ts", mention: "Date.now", reason: "an example" };
    expect(purityProblems([excused], PURE, [allowed])).toEqual([]);
  });

  test("find barrels and vague folders", () => {
    const files = [source("src/board/index.ts"), source("src/utils/a.ts"), source("src/cli/a.ts")];
    expect(nameProblems(files)).toEqual([
      "src/board/index.ts is a barrel",
      "src/utils/a.ts lies in a folder called utils",
    ]);
  });

  test("find import cycles, but not those of types", () => {
    const a = source("src/board/a.ts", 'import { b } from "./b.ts";');
    const b = source("src/board/b.ts", 'import { c } from "./deep/c.ts";');
    const c = source("src/board/deep/c.ts", 'import { a } from "../a.ts";');
    expect(cycleProblems([a, b, c])).toEqual([
      "Import cycle: src/board/a.ts → src/board/b.ts → src/board/deep/c.ts → src/board/a.ts",
    ]);
    const types = source("src/board/deep/c.ts", 'import type { a } from "../a.ts";');
    expect(cycleProblems([a, b, types])).toEqual([]);
  });

  test("find too many long files", () => {
    const long = source("src/board/long.ts", ...Array<string>(300).fill("x();"));
    const short = source("src/board/short.ts", "x();");
    expect(sizeProblems([long, short], SIZES)).toEqual([
      "1 of 2 files have 300 lines or more; at most 10% may: src/board/long.ts (300)",
    ]);
    expect(sizeProblems([long, long, short], SIZES)).toHaveLength(2);
    expect(sizeProblems([short], SIZES)).toEqual([]);
  });
});
