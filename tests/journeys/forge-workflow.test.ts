// The workflow of `pm sync init --workflow github`: its steps are taken out of the file and run by sh
// with real git, the real executable and a bare remote. `gh` and `curl` are stand-ins: the one keeps
// comments in a file, the other one copies.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { PM } from "../support/pm.ts";
import { makeWorld, type Place, type Result, type World } from "./support.ts";

interface Workflow {
  on: { pull_request_target: { types: string[] }; push: { branches: string[] } };
  permissions: Record<string, never>;
  jobs: {
    merge: {
      permissions: Record<string, string>;
      steps: { name: string; shell: string; env: Record<string, string>; run: string }[];
    };
  };
}

const FILE = ".github/workflows/pm-board.yml";
const GH = `#!/bin/sh
echo "$*" >> "$STATE/gh.log"
case "$1 $2" in
  "pr list") cat "$STATE/list" ;;
  "pr view") cat "$STATE/comments" ;;
  "pr comment") cat >> "$STATE/comments" ;;
esac
`;
const CURL = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in --output) out=$2; shift ;; --proto) proto=$2; shift ;; esac
  url=$1; shift
done
[ "$proto" = "=https" ] && cp "$STATE/download" "$out" && echo "$url" > "$STATE/url"
`;

let world: World;
let a: Place;
let b: Place;
let state: Place;
let path: string;

beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm project create Web --key WEB && pm add One && pm add Two && pm sync commit");
  a.ok("pm sync init --yes --workflow github");
  a.ok("git add .pm .github && git commit -qm workflow && git push -q");
  // As forges do: a clone can leave out the contents that it does not need.
  world.place("remote.git").ok("git config uploadpack.allowFilter true");
  b = world.clone("b", "Bob");
  state = world.place("state");
  state.ok("mkdir runner tools && touch comments list summary added");
  state.write("tools/gh", GH, 0o755);
  state.write("tools/curl", CURL, 0o755);
  for (const name of ["base64", "mktemp", "sha256sum"]) {
    symlinkSync(Bun.which(name) as string, join(state.folder, "tools", name));
  }
  path = `${state.folder}/tools:${world.path}`;
});
afterEach(() => world.remove());

function workflow(): Workflow {
  return Bun.YAML.parse(a.read(FILE)) as Workflow;
}

/** Runs a step as a runner would, with what the event says. */
function step(name: string, env: Record<string, string>): Result {
  const found = workflow().jobs.merge.steps.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  expect(found.shell).toBe("sh");
  state.write("step.sh", found.run);
  return state.run("sh -e ./step.sh", {
    PATH: path,
    STATE: state.folder,
    TMPDIR: join(state.folder, "runner"),
    RUNNER_TEMP: join(state.folder, "runner"),
    GITHUB_STEP_SUMMARY: join(state.folder, "summary"),
    GITHUB_PATH: join(state.folder, "added"),
    GITHUB_SERVER_URL: world.folder,
    GITHUB_REPOSITORY: "remote.git",
    ...env,
  });
}

const EVENT = { TOKEN: "secret", GH_TOKEN: "secret", NUMBER: "7", BASE: "main" };
const merge = (env: Record<string, string> = {}): Result =>
  step("Merge the board", { ...EVENT, HEAD: "topic", HEAD_REPOSITORY: "remote.git", ...env });

function update(at: Place, title: string, flags: string): void {
  const { work_items } = at.json<{ work_items: { id: string; title: string }[] }>(
    "work-item list --include-done",
  );
  const id = work_items.find((item) => item.title === title)?.id;
  at.ok(`pm work-item update ${id} ${flags}`);
}

/** Opens pull request 7 from Bob's branch. */
function open(more = "true", branch = "topic"): void {
  b.ok("git switch -qc topic");
  update(b, "One", "--status in_progress --description 'from b'");
  b.ok(`pm sync commit -m bob && ${more}`);
  b.ok(
    `git push -q -u origin 'topic:refs/heads/${branch}' && git push -q origin topic:refs/pull/7/head`,
  );
}

/** The base moves on, and edits what the pull request edits. */
function moveOn(more = "true"): void {
  update(a, "One", "--title Uno");
  a.ok(`pm sync commit -m ada && ${more} && git push -q`);
}

const head = (branch = "topic"): string =>
  world.place("remote.git").ok(`git rev-parse 'refs/heads/${branch}'`);

test("the file: what it may do, and where its texts come from", () => {
  const { on, permissions, jobs } = workflow();
  expect(Object.keys(on)).toEqual(["pull_request_target", "push"]);
  expect(on.push.branches).toEqual(["main"]);
  expect(permissions).toEqual({});
  expect(Object.keys(jobs)).toEqual(["merge"]);
  expect(jobs.merge.permissions).toEqual({ contents: "write", "pull-requests": "write" });
  for (const one of jobs.merge.steps) {
    expect(Object.keys(one).sort()).toEqual(["env", "name", "run", "shell"]);
    // What others choose is never part of a script.
    expect(one.run).not.toContain("${{");
  }
});

describe("a pull request that conflicts in the board alone", () => {
  test("is merged and pushed", () => {
    open();
    moveOn();
    const done = merge();
    expect(done).toMatchObject({
      code: 0,
      stdout: "#7: merged, and pushed to topic.\n",
      stderr: "",
    });
    // Of all files it has the three versions of the board, and the merges without and with the driver.
    const fetched = world
      .place("state")
      .ok("git -C runner/tmp.* cat-file --batch-check --batch-all-objects --unordered");
    expect(fetched.match(/ blob /g)).toHaveLength(5);
    b.ok("git pull -q && git fetch -q");
    expect(b.ok("git log -1 --format=%s")).toBe("Merge branch 'main' into topic");
    expect(b.ok("git merge-base --is-ancestor origin/main HEAD && echo yes")).toBe("yes");
    const one = b.board().work_items.find(({ title }) => title === "Uno");
    expect(one).toMatchObject({ status: "in_progress", description: "from b" });
    expect(b.status()).toEqual([]);
    // From here the merge button works, and the next run has nothing to do.
    a.ok("git fetch -q && git merge-tree --write-tree main origin/topic");
    b.ok("git push -q origin topic:refs/pull/7/head");
    expect(merge().stdout).toBe("#7: up to date with its base.\n");
  });

  test("what lost a contest is in the message of the merge", () => {
    open("true");
    update(b, "One", "--title Un");
    b.ok("pm sync commit -m un && git push -q origin topic topic:refs/pull/7/head");
    moveOn();
    expect(merge().code).toBe(0);
    b.ok("git pull -q");
    expect(b.ok("git log -1 --format=%b")).toMatch(
      /What lost a contest:\n\n.*\ttitle\t"Uno"\t.*\t"Un"\t/,
    );
  });

  test("from a fork: its author is told once how to do it, and that works", () => {
    open();
    moveOn();
    const before = head();
    for (let run = 0; run < 2; run += 1) {
      expect(merge({ HEAD_REPOSITORY: "bob/fork" }).code).toBe(0);
    }
    expect(merge({ HEAD_REPOSITORY: "" }).stdout).toContain("comes from a fork");
    expect(head()).toBe(before);
    const comment = state.read("comments");
    expect(comment.match(/<!-- pm board -->/g)).toHaveLength(1);
    const lines = comment.split("\n").filter((line) => line.startsWith("    "));
    expect(lines).toHaveLength(3);
    const [pull, resolve, commit] = lines.map((line) => line.trim());
    expect(b.run(pull as string).code).toBe(1);
    b.ok(resolve as string);
    b.ok(commit?.replace("git push", "git push -q origin topic") as string);
    expect(b.ok("git log -1 --format=%s")).toStartWith("Merge");
  });

  test("that has moved on meanwhile: its own run follows, nothing is pushed over", () => {
    open();
    moveOn();
    b.ok("echo more > more && git add more && git commit -qm more && git push -q origin topic");
    const before = head();
    const done = merge();
    expect(done.code).toBe(1);
    expect(done.stdout).toContain("#7: the merge could not be pushed");
    expect(head()).toBe(before);
  });

  test("whose board is none", () => {
    open(
      `sed -i 's/"schema_version": 1/"schema_version": 2/' .pm/data.json && git commit -qam later`,
    );
    moveOn();
    const done = merge();
    expect(done).toMatchObject({ code: 1, stdout: expect.stringContaining("cannot be merged") });
    expect(done.stderr).toContain("Unsupported schema version: 2");
  });
});

describe("a pull request is left alone", () => {
  test("where the merge button works", () => {
    open();
    // Not a change of the board: whether lines of two are apart hangs on what ids they have.
    a.ok("echo 1 > FILE && git add FILE && git commit -qm file && git push -q");
    const before = head();
    expect(merge()).toMatchObject({ code: 0, stdout: "#7: merges by itself.\n" });
    expect(head()).toBe(before);
  });

  test("where other files conflict, too", () => {
    open("echo b > README && git commit -qam readme");
    moveOn("echo a > README && git commit -qam readme");
    const before = head();
    expect(merge().stdout).toContain("#7: conflicts in other files than the board, too");
    expect(head()).toBe(before);
  });
});

test("when the base moves on, all open pull requests are looked at, and one failure stops none", () => {
  open();
  b.ok("git switch -qc other origin/main && echo 1 > f && git add f && git commit -qm f");
  b.ok("git push -q origin other other:refs/pull/8/head");
  moveOn();
  state.write("list", "6\tfalse\tgone\n7\tfalse\ttopic\n8\tfalse\tother\n");
  const done = merge({ NUMBER: "", HEAD: "", HEAD_REPOSITORY: "" });
  expect(done.code).toBe(1);
  expect(done.stdout).toBe("#7: merged, and pushed to topic.\n#8: merges by itself.\n");
  expect(state.read("summary")).toContain("- #7: merged");
  expect(state.read("gh.log")).toContain("pr list --repo remote.git --base main --state open");
});

test("nothing of a pull request runs, whatever is in it and whatever it is called", () => {
  const touch = ["touch$", "{IFS}pwned"].join("");
  const branch = `x;${touch};$(${touch})\`${touch}\``;
  b.ok("mkdir -p .githooks");
  for (const file of [".gitattributes", ".pm/.gitattributes"]) {
    b.write(file, "* merge=evil filter=evil diff=evil\n");
  }
  b.write("pm", "#!/bin/sh\ntouch pwned\n", 0o755);
  b.write("bunfig.toml", 'preload = ["./evil.ts"]\n');
  b.write("evil.ts", 'require("node:fs").writeFileSync("pwned", "")\n');
  b.write(".env", "BUN_OPTIONS=--preload=./evil.ts\n");
  b.ok(
    "git switch -qc evil && git add -f . && git commit -qm evil && git branch -D topic 2>/dev/null; true",
  );
  open("true", branch);
  moveOn();
  expect(merge({ HEAD: branch })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("#7: merged, and pushed to x;touch"),
  });
  expect(world.place(".").ok("ls -R state | grep -c pwned || true")).toBe("0");
  expect(head(branch)).not.toBe(b.ok("git rev-parse topic"));
});

describe("pm", () => {
  const withoutPm = () => `${state.folder}/tools:${world.pathWithoutPm}`;
  const get = (env: Record<string, string>): Result =>
    step("Get pm", { PATH: withoutPm(), ...env });

  test("comes from where the team keeps it, if it is what they said", () => {
    state.ok(`cp '${PM}' download`);
    const sha256 = createHash("sha256").update(readFileSync(PM)).digest("hex");
    expect(get({ PM_URL: "https://files.example/pm", PM_SHA256: sha256 })).toMatchObject({
      code: 0,
    });
    expect(state.read("url")).toBe("https://files.example/pm\n");
    const folder = state.read("added").trim();
    expect(state.ok(`'${folder}/pm' --version`)).toMatch(/^pm /);
  });

  test("is not used if it is something else", () => {
    state.write("download", "#!/bin/sh\n");
    const done = get({ PM_URL: "https://files.example/pm", PM_SHA256: "0".repeat(64) });
    expect(done.code).not.toBe(0);
    expect(state.read("added")).toBe("");
  });

  test("has to be named", () => {
    const done = get({ PM_URL: "", PM_SHA256: "" });
    expect(done).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^::error::Set the variables/),
    });
  });

  test("of a runner that has it", () => {
    expect(step("Get pm", { PM_URL: "", PM_SHA256: "" })).toMatchObject({ code: 0, stdout: "" });
  });
});

describe("pm sync init --workflow", () => {
  test("names the branch that the remote shows first, and writes once", () => {
    const c = world.place("c");
    c.ok(
      "git init -q -b trunk && git config user.name Cleo && git config user.email c@example.org",
    );
    const done = c.run("pm sync init --yes --workflow github");
    expect(done.stderr).toContain(`Added ${FILE}.`);
    const text = c.read(FILE);
    expect((Bun.YAML.parse(text) as Workflow).on.push.branches).toEqual(["trunk"]);
    const again = c.run("git switch -qc other && pm sync init --yes --workflow github");
    expect(again.stderr).toContain(`${FILE} is in place already.`);
    expect(c.read(FILE)).toBe(text);
  });

  test("leaves a file alone that is not as it would write it", () => {
    a.write(FILE, "name: mine\n");
    const done = a.run("pm sync init --yes --workflow github");
    expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining("was left alone") });
    expect(a.read(FILE)).toBe("name: mine\n");
    expect(a.run("pm sync uninstall --yes").stderr).toContain(`Left ${FILE}`);
    expect(a.read(FILE)).toBe("name: mine\n");
  });

  test("does not follow a link out of the repository", () => {
    const c = world.place("c");
    c.ok("git init -q && mkdir ../elsewhere && ln -s ../elsewhere .github");
    const done = c.run("pm sync init --yes --workflow github");
    expect(done).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(".github is a symbolic link"),
    });
    expect(c.ok("ls ../elsewhere")).toBe("");
  });

  test("is refused where a file is in the way", () => {
    const c = world.place("c");
    c.ok("git init -q");
    c.write(".github", "mine\n");
    const refused = c.run("pm sync init --yes --workflow github");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("A file is in the way of a folder");
    expect(c.read(".github")).toBe("mine\n");
  });

  test("pm sync uninstall takes away what is not in git, and leaves what is", () => {
    const c = world.place("c");
    c.ok("git init -q && pm sync init --yes --workflow github");
    expect(c.run("pm sync uninstall --yes").stderr).toContain(`Removed ${FILE}`);
    expect(c.has(".github")).toBe(false);
    expect(c.has(FILE)).toBe(false);
    expect(a.run("pm sync uninstall --yes").stderr).toContain(`git rm ${FILE} removes it`);
    expect(a.has(FILE)).toBe(true);
  });
});
