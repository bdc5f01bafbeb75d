// What export, import and status say: people and scripts read these messages.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../support/git.ts";
import { runJson, runPm } from "../support/pm.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git(".", "init", "-q", "repo");
  pm("project", "create", "Shop");
  pm("add", "One");
});
afterEach(() => box.remove());

const pm = (...words: string[]) => runPm(box, words, { in: "repo" });
const at = (path: string) => join(box.folder, "repo", path);

describe("export", () => {
  const SAYS =
    "Exporting to .pm/data.json...\n" +
    "Exported 1 projects, 1 work items, 0 comments\n" +
    "Written to: .pm/data.json\n";

  test("says what it wrote, and writes nothing the second time", () => {
    expect(pm("sync", "export")).toEqual({ code: 0, stdout: "", stderr: SAYS });
    const before = statSync(at(".pm/data.json")).mtimeMs;
    expect(pm("sync", "export")).toEqual({ code: 0, stdout: "", stderr: SAYS });
    expect(statSync(at(".pm/data.json")).mtimeMs).toBe(before);
    expect(pm("sync", "export", "--quiet").stderr).toBe("");
  });

  test("writes a copy, to a file or to standard output", () => {
    const copy = pm("sync", "export", "-o", "copy.json");
    expect(copy.stderr).toBe(
      "Exporting to copy.json...\n" +
        "Exported 1 projects, 1 work items, 0 comments\nWritten to: copy.json\n",
    );
    const piped = pm("sync", "export", "--output", "-");
    const board = JSON.parse(piped.stdout) as { exported_at: string };
    const written = JSON.parse(readFileSync(at("copy.json"), "utf8")) as { exported_at: string };
    expect({ ...board, exported_at: "" }).toEqual({ ...written, exported_at: "" });
    expect(piped.stderr).toStartWith("Exporting to standard output...\n");
    expect(existsSync(at(".pm/data.json"))).toBe(false);
    expect(pm("sync", "export", "-o", "-", "--json", "-q").stdout.trim()).toEndWith("}");
  });

  test("a folder that is not there is named", () => {
    pm("project", "create", "Shop");
    expect(pm("sync", "export", "-q", "-o", "no/where.json")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "Export error: Failed to write no/where.json: there is no folder no\n" +
        "Make the folder first, or name another file.\n",
    });
  });

  test("a copy over a link keeps the link, and a folder is refused", () => {
    box.write("repo/real.json", "old");
    symlinkSync("real.json", at("link.json"));
    expect(pm("sync", "export", "-o", "link.json").code).toBe(0);
    expect(readFileSync(at("real.json"), "utf8")).toStartWith('{\n  "schema_version": 1,\n');
    const refused = pm("sync", "export", "-o", ".pm");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("\nExport error: Failed to write .pm: ");
  });
});

describe("import", () => {
  test("says how and what, and leaves nothing written in a dry run", () => {
    pm("sync", "export", "-o", "board.json");
    expect(pm("add", "Two").code).toBe(0);
    const dry = pm("sync", "import", "board.json", "--merge", "--dry-run");
    expect(dry.stderr).toBe(
      "Importing from board.json...\n" +
        "Merge mode: keeping newer records by updated_at timestamp\n" +
        "Import complete: 0 created, 0 updated, 2 skipped (local newer)\n" +
        "Dry run: nothing was written.\n",
    );
    const replace = pm("sync", "import", "board.json");
    expect(replace.stderr).toStartWith(
      "Importing from board.json...\n" +
        "Replace mode: clearing existing data and inserting all\n" +
        "Import complete: 0 created, 0 updated, 2 skipped (local newer)\n" +
        "Removed here: 1 record that the file does not have.",
    );
    const [, backup = ""] =
      /saved to (\S+)\. To get it back: pm undo \d+\n/.exec(replace.stderr) ?? [];
    expect(pm("list").stdout).not.toContain("Two");
    expect(pm("sync", "import", backup).code).toBe(0);
    expect(pm("list").stdout).toContain("Two");
  });

  test("from a subfolder, the backup is named from there", () => {
    pm("sync", "export", "-o", "board.json");
    pm("add", "Two");
    const replace = runPm(box, ["sync", "import", "../board.json"], { in: "repo/.pm" });
    const [, backup = ""] =
      /saved to (\S+)\. To get it back: pm undo \d+\n/.exec(replace.stderr) ?? [];
    expect(runPm(box, ["sync", "import", backup], { in: "repo/.pm" }).code).toBe(0);
    expect(pm("list").stdout).toContain("Two");
  });

  test("a dry run in a fresh clone leaves no trace", () => {
    expect(pm("sync", "commit").code).toBe(0);
    box.git(".", "clone", "-q", "repo", "clone");
    const trace = () => readdirSync(join(box.folder, "clone/.pm")).join();
    const [before, exclude] = [trace(), box.git("clone", "hash-object", ".git/info/exclude")];
    for (const more of [[], ["--merge"], ["../repo/.pm/data.json"]]) {
      const dry = runPm(box, ["sync", "import", "--dry-run", ...more], { in: "clone" });
      expect(dry.stderr).toContain(
        "Import complete: 2 created, 0 updated, 0 skipped (local newer)",
      );
    }
    expect(trace()).toBe(before);
    expect(box.git("clone", "hash-object", ".git/info/exclude")).toBe(exclude);
  });

  test("reads standard input", () => {
    const { stdout } = pm("sync", "export", "-o", "-", "-q");
    box.git(".", "init", "-q", "other");
    const into = runPm(box, ["sync", "import", "-"], { in: "other", stdin: stdout });
    expect(into.stderr).toContain("Import complete: 2 created, 0 updated, 0 skipped");
    expect(runPm(box, ["list"], { in: "other" }).stdout).toContain("One");
  });

  test.each([
    ["missing.json", "Import error: File not found: missing.json\n"],
    [".", "Import error: Failed to read .: "],
  ])("%s is refused", (file, says) => {
    const { code, stdout, stderr } = pm("sync", "import", file);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("errors in JSON have no prefix", () => {
    expect(runJson<object>(box, ["sync", "import", "missing.json"], { in: "repo" })).toEqual({
      error: { kind: "unreadable", message: "File not found: missing.json", hint: null },
    });
  });
});

test("status says what would go which way", () => {
  expect(pm("sync", "status").stdout).toContain("to export\t2 new, 0 changed\n");
  pm("sync", "export", "-q");
  expect(pm("sync", "status").stdout).toContain("to export\tnothing\n");
  expect(pm("sync", "conflicts")).toEqual({
    code: 0,
    stdout: "",
    stderr: "No conflicts that you have not seen.\n",
  });
  expect(pm("sync", "conflicts", "--take-back", "1a2b").code).toBe(3);
});

test("status claims nothing where data.json cannot be read", () => {
  box.write("repo/.pm/data.json", "{");
  const unknown = "not known until data.json can be read";
  expect(pm("sync", "status").stdout).toContain(`\nto export\t${unknown}\nto import\t${unknown}\n`);
});
