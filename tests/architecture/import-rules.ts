// The checkers behind imports.test.ts. Each takes source texts and returns the problems it finds,
// as sentences that name the file; none reads the disk, so that the test can feed them bad files.
import { dirname, join } from "node:path/posix";

/** A file of src: its path from the top of the repository, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** For each folder of src, the other folders that its files may import. */
export type FolderTable = Readonly<Record<string, readonly string[]>>;

/** A package that only the files under one folder may import. */
export interface PackageRule {
  readonly packages: RegExp;
  readonly onlyIn: string;
}

/** A mention that is forbidden elsewhere but right in this file. */
export interface Allowed {
  readonly path: string;
  readonly mention: string;
  readonly reason: string;
}

const COMMENT = String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`;
const QUOTED = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const TEMPLATE = "`(?:\\\\[\\s\\S]|[^`\\\\])*`";
const REGEX = String.raw`(?<=(?:^|[(,=:[!&|?{};>]|\breturn)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/`;
const LEXEME = new RegExp([COMMENT, QUOTED, TEMPLATE, REGEX].join("|"), "gm");

/** The text without comments and regular expressions, and with only the code of its templates. */
function codeOf(text: string, keepQuoted: boolean): string {
  return text.replace(LEXEME, (lexeme) => {
    if (lexeme.startsWith("`")) {
      return Array.from(lexeme.matchAll(/\$\{([^}]*)\}/g), (match) => match[1]).join(" ; ");
    }
    if (lexeme.startsWith('"') || lexeme.startsWith("'")) return keepQuoted ? lexeme : '""';
    return " ";
  });
}

const STATEMENT =
  /(?:^|[;}\n])\s*(?:import|export)\s+(type\s+)?[\w$*{},\s]*?from\s*["']([^"']+)["']/g;
const BARE = /(?:^|[;}\n])\s*import\s*["']([^"']+)["']/g;
const CALL = /\b(?:import|require)\s*\(\s*["']([^"']+)["']/g;

/** The code of a Svelte component: what stands in its scripts. */
export function scriptsOf(component: string): string {
  const scripts = component.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g);
  return Array.from(scripts, ([, code]) => code).join("\n");
}

/** Everything that a file imports or re-exports, also by `import()`. */
export function importsOf(text: string): Import[] {
  const code = codeOf(text, true);
  const found: Import[] = [];
  for (const [, type, specifier = ""] of code.matchAll(STATEMENT)) {
    found.push({ specifier, typeOnly: type !== undefined });
  }
  for (const pattern of [BARE, CALL]) {
    for (const [, specifier = ""] of code.matchAll(pattern)) {
      found.push({ specifier, typeOnly: false });
    }
  }
  return found;
}

const isRelative = (specifier: string): boolean => specifier.startsWith(".");

/** The path that a relative specifier means in this file. */
function target(file: SourceFile, specifier: string): string {
  return join(dirname(file.path), specifier);
}

/** `domain` for `src/domain/merge/text.ts`; undefined for a file that lies in src itself. */
function folderOf(path: string): string | undefined {
  const [top, folder, ...rest] = path.split("/");
  return top === "src" && rest.length > 0 ? folder : undefined;
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/**
 * Files that import a folder which the table does not let them import.
 *
 * @param typesOnly for some folders, others of which they may know the types, but no code.
 */
export function folderProblems(
  files: readonly SourceFile[],
  table: FolderTable,
  typesOnly: FolderTable = {},
): string[] {
  return files.flatMap((file) => {
    if (file.path === "src/main.ts") return [];
    const own = folderOf(file.path);
    const allowed = own === undefined ? undefined : table[own];
    if (allowed === undefined) return [`${file.path} lies in no folder of the table`];
    const types = typesOnly[own ?? ""] ?? [];
    return importsOf(file.text)
      .filter(({ specifier }) => isRelative(specifier))
      .map(({ specifier, typeOnly }) => ({ path: target(file, specifier), typeOnly }))
      .filter(({ path }) => isInside(path, "src"))
      .filter(({ path, typeOnly }) => {
        const other = folderOf(path);
        if (other === own) return false;
        if (other === undefined) return true;
        return !(allowed.includes(other) || (typeOnly && types.includes(other)));
      })
      .map(({ path }) => `${file.path} imports ${path}: ${own} may not`);
  });
}

/** Files that import a package which belongs to another folder. */
export function packageProblems(
  files: readonly SourceFile[],
  rules: readonly PackageRule[],
): string[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap(({ specifier }) =>
      rules
        .filter((rule) => rule.packages.test(specifier) && !isInside(file.path, rule.onlyIn))
        .map((rule) => `${file.path} imports ${specifier}: only ${rule.onlyIn} may`),
    ),
  );
}

const IMPURE: Readonly<Record<string, RegExp>> = {
  "Date.now": /\bDate\s*\.\s*now\b/,
  "new Date()": /\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w]))/,
  "Math.random": /\bMath\s*\.\s*random\b/,
  crypto: /(?<![.\w$])crypto\b/,
  process: /(?<![.\w$])process\b/,
  Bun: /(?<![.\w$])Bun\b/,
  globalThis: /\bglobalThis\b/,
};

/** Files of a pure folder that import a package, or name a source of time, chance or machine. */
export function purityProblems(
  files: readonly SourceFile[],
  folder: string,
  allowed: readonly Allowed[],
): string[] {
  return files
    .filter((file) => isInside(file.path, folder))
    .flatMap((file) => {
      const excused = (mention: string): boolean =>
        allowed.some((entry) => entry.path === file.path && entry.mention === mention);
      const code = codeOf(file.text, false);
      const imported = importsOf(file.text)
        .map(({ specifier }) => specifier)
        .filter((specifier) => !isRelative(specifier) && !excused(specifier))
        .map((specifier) => `${file.path} imports ${specifier}: ${folder} imports no package`);
      const mentioned = Object.entries(IMPURE)
        .filter(([mention, pattern]) => pattern.test(code) && !excused(mention))
        .map(([mention]) => `${file.path} mentions ${mention}: ${folder} must be pure`);
      return [...imported, ...mentioned];
    });
}

const BARREL = /^index\.[cm]?[jt]sx?$/;
const VAGUE = /^(?:utils?|helpers?|common|misc)$/;

/** Barrels, and folders whose name does not say what they hold. */
export function nameProblems(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path }) => {
    const folders = path.split("/");
    const name = folders.pop() ?? "";
    const barrel = BARREL.test(name) ? [`${path} is a barrel`] : [];
    const vague = folders.filter((folder) => VAGUE.test(folder));
    return [...barrel, ...vague.map((folder) => `${path} lies in a folder called ${folder}`)];
  });
}

/** Circles of files that import each other; imports of types alone do not count. */
export function cycleProblems(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path));
  const edges = new Map<string, string[]>();
  for (const file of files) {
    const paths = importsOf(file.text)
      .filter(({ specifier, typeOnly }) => isRelative(specifier) && !typeOnly)
      .map(({ specifier }) => target(file, specifier));
    edges.set(
      file.path,
      paths.flatMap((path) => [path, `${path}.ts`].filter((candidate) => known.has(candidate))),
    );
  }
  const problems: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) problems.push(`Import cycle: ${[...trail.slice(start), path].join(" → ")}`);
    if (start >= 0 || finished.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const file of files) visit(file.path, []);
  return problems;
}

/** A share of the files that must stay under a number of lines. */
export interface SizeRule {
  readonly share: number;
  readonly lines: number;
}

function lineCount(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

/** Size rules that the files break, each with its longest offenders. */
export function sizeProblems(files: readonly SourceFile[], rules: readonly SizeRule[]): string[] {
  return rules.flatMap(({ share, lines }) => {
    const long = files
      .map(({ path, text }) => ({ path, length: lineCount(text) }))
      .filter(({ length }) => length >= lines)
      .sort((one, other) => other.length - one.length);
    if (long.length <= files.length * (1 - share)) return [];
    const longest = long.slice(0, 5).map(({ path, length }) => `${path} (${length})`);
    return [
      `${long.length} of ${files.length} files have ${lines} lines or more; at most ` +
        `${Math.round((1 - share) * 100)}% may: ${longest.join(", ")}`,
    ];
  });
}
