import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git("", "init", "-q", "repo");
});
afterEach(() => box.remove());

/** Asks in a process of its own, since git's settings come with the environment. */
function identify(folder = "repo", env: Record<string, string> = {}) {
  const script = `
    import { identify } from ${JSON.stringify(join(import.meta.dir, "identity.ts"))};
    import { locate } from ${JSON.stringify(join(import.meta.dir, "locate.ts"))};
    console.log(JSON.stringify(identify(locate(process.cwd()))));`;
  const run = Bun.spawnSync([process.execPath, "-e", script], {
    cwd: join(box.folder, folder),
    env: { ...box.env, ...env },
  });
  if (run.exitCode !== 0) throw new Error(run.stderr.toString());
  return JSON.parse(run.stdout.toString());
}

describe("from git", () => {
  test("the same person on every machine, whatever the case of the email", () => {
    const mine = identify().value;
    expect(mine).toMatchObject({ name: "Ada", email: "Ada@example.org" });
    box.git("repo", "config", "user.email", "ada@EXAMPLE.org");
    box.git("repo", "config", "user.name", "Ada L.");
    expect(identify().value).toEqual({ id: mine.id, name: "Ada L.", email: "ada@EXAMPLE.org" });
    expect(existsSync(join(box.folder, "repo/.pm"))).toBe(false);
  });

  test("an id that others have made from the email too (UUID version 5)", () => {
    expect(identify().value.id).toBe("6fc83fcf-0a6f-5361-8ef1-7a3836664d10");
  });

  test.each([
    ["a quoted value", '[user]\n\tname = "Ada # L."\n', "Ada # L."],
    ["a comment", "[user]\n\tname = Bob # the second\n", "Bob"],
    ["an escape", '[user]\n\tname = A\\"B\n', 'A"B'],
    ["a setting beside its section", "[user] name = Carl\n", "Carl"],
    ["other letters", "[USER]\n\tNAME = Dora\n", "Dora"],
    ["a subsection", '[user "x"]\n\tname = Nobody\n', "Ada"],
    ["a line that goes on", "[user]\n\tname = Eve \\\n  Smith\n", "Eve   Smith"],
    ["an include", "[include]\n\tpath = more\n", "Included"],
    ["a setting of the work tree", "[extensions]\n\tworktreeConfig = true\n", "Tree"],
    [
      "the last of two",
      "[user]\n\tname = One\n[core]\n\tbare = false\n[user]\n\tname = Two\n",
      "Two",
    ],
  ])("as git reads it: %s", (_, text, name) => {
    box.write("repo/.git/more", "[user]\n\tname = Included\n");
    box.write("repo/.git/config.worktree", "[user]\n\tname = Tree\n");
    const path = join(box.folder, "repo/.git/config");
    box.write("repo/.git/config", `${readFileSync(path, "utf8")}${text}`);
    expect(box.git("repo", "config", "user.name").trimEnd()).toBe(name);
    expect(identify().value.name).toBe(name);
  });

  test("from the environment, as git", () => {
    const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Env" };
    expect(identify("repo", env).value.name).toBe("Env");
  });

  test("in a linked work tree, from the repository's settings", () => {
    box.git("repo", "config", "user.name", "Here");
    box.git("repo", "commit", "-q", "--allow-empty", "-m", "first");
    box.git("repo", "worktree", "add", "-q", "../linked", "-b", "other");
    expect(identify("linked").value.name).toBe("Here");
  });
});

describe("without an email", () => {
  const nobody = () => ({ GIT_CONFIG_GLOBAL: box.write("none", "[user]\n\tname = Ada\n") });

  test("a random id, kept where there is a .pm", () => {
    mkdirSync(join(box.folder, "repo/.pm"));
    const mine = identify("repo", nobody()).value;
    expect(mine).toMatchObject({ name: "Ada", email: null });
    expect(identify("repo", nobody()).value).toEqual(mine);
    expect(statSync(join(box.folder, "repo/.pm/user.json")).mode & 0o777).toBe(0o600);
  });

  test("nothing is made where there is none", () => {
    expect(identify("repo", nobody()).ok).toBe(true);
    expect(existsSync(join(box.folder, "repo/.pm"))).toBe(false);
  });

  test("nor without git", () => {
    const person = identify("repo", { ...nobody(), PATH: "/nonexistent" }).value;
    expect(person).toMatchObject({ name: "Ada", email: null });
  });
});

describe("user.json", () => {
  const id = "0c8f6f2e-5a3b-4c1d-8e7f-9a0b1c2d3e4f";
  const zoe = JSON.stringify({ id, name: "Zoe", email: null });
  const mine = (text: string): void => chmodSync(box.write("repo/.pm/user.json", text), 0o600);

  test("is not believed if others can read it, as all that git checks out", () => {
    box.write("repo/.pm/user.json", zoe);
    box.git("repo", "add", "-f", ".pm/user.json");
    box.git("repo", "checkout-index", "-f", "-a");
    const { ok, refusal } = identify();
    expect([ok, refusal.kind]).toEqual([false, "unreadable"]);
    expect(refusal.message).toContain("may not be yours");
  });

  test("is not believed if it is a link", () => {
    mkdirSync(join(box.folder, "repo/.pm"));
    chmodSync(box.write("elsewhere.json", zoe), 0o600);
    symlinkSync("../../elsewhere.json", join(box.folder, "repo/.pm/user.json"));
    expect(identify()).toMatchObject({ ok: false, refusal: { kind: "unreadable" } });
  });

  test("comes before git", () => {
    mine(JSON.stringify({ id, name: " Zoe ", email: "" }));
    expect(identify().value).toEqual({ id, name: "Zoe", email: null });
  });

  test.each([
    "{",
    "null",
    "[]",
    "{}",
    `{"id": "7", "name": "Zoe"}`,
    `{"id": "${id}", "name": " "}`,
  ])("is refused if it is %s", (text) => {
    mine(text);
    expect(identify()).toMatchObject({ ok: false, refusal: { kind: "unreadable" } });
  });
});
