/** A bare repository in which versions of two files are committed and merged, as a forge does it. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Version {
  dataJson: string;
  issuesJsonl: string;
}

export interface Merge {
  commit: string;
  /** Whether the two files conflict as text, which is what a forge would see. */
  textConflicts: { dataJson: boolean; issuesJsonl: boolean };
  /** Whether the driver left a conflict in `data.json`. */
  driverConflict: boolean;
}

export class Repository {
  constructor(
    private readonly folder: string,
    private readonly pm: string,
  ) {
    mkdirSync(folder, { recursive: true });
    this.git(["init", "-q", "--bare", "."]);
    // The driver's name alone: who has not configured it merges as text.
    writeFileSync(join(folder, "info", "attributes"), ".pm/data.json merge=pm-board\n");
    mkdirSync(join(folder, ".pm"));
  }

  commit({ dataJson, issuesJsonl }: Version, ...parents: string[]): string {
    const board = this.tree([`100644 blob ${this.blob(dataJson)}\tdata.json`]);
    const issues = this.blob(issuesJsonl);
    const entries = [`040000 tree ${board}\t.pm`, `100644 blob ${issues}\tissues.jsonl`];
    return this.commitTree(this.tree(entries), parents);
  }

  /** Merges two commits, with the driver and without. */
  merge(ours: string, theirs: string): Merge {
    const text = this.mergeTree([], ours, theirs);
    const driver = `merge.pm-board.driver="${this.pm}" sync merge-file %O %A %B %P`;
    const driven = this.mergeTree(["-c", driver], ours, theirs);
    return {
      commit: this.commitTree(driven.tree, [ours, theirs]),
      textConflicts: {
        dataJson: text.conflicts.has(".pm/data.json"),
        issuesJsonl: text.conflicts.has("issues.jsonl"),
      },
      driverConflict: driven.conflicts.has(".pm/data.json"),
    };
  }

  dataJson(commit: string): Uint8Array {
    return this.git(["cat-file", "blob", `${commit}:.pm/data.json`]).stdout;
  }

  /** How many merges have left something in the journal, and what. */
  journal(): string[] {
    const folder = join(this.folder, ".pm", "journal");
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  }

  private mergeTree(options: string[], ours: string, theirs: string) {
    const merge = [...options, "merge-tree", "--write-tree", "--name-only", "--no-messages"];
    const { stdout } = this.git([...merge, ours, theirs], [0, 1]);
    const [tree = "", ...names] = stdout.toString().trim().split("\n");
    return { tree, conflicts: new Set(names) };
  }

  private blob(text: string): string {
    return this.git(["hash-object", "-w", "--stdin"], [0], text).stdout.toString().trim();
  }

  private tree(entries: string[]): string {
    return this.git(["mktree"], [0], `${entries.join("\n")}\n`)
      .stdout.toString()
      .trim();
  }

  private commitTree(tree: string, parents: string[]): string {
    const from = parents.flatMap((parent) => ["-p", parent]);
    return this.git(["commit-tree", tree, ...from, "-m", "x"])
      .stdout.toString()
      .trim();
  }

  private git(args: string[], codes = [0], input?: string) {
    const who = { name: "Replay", email: "replay@example.com" };
    const done = Bun.spawnSync(["git", "-c", "core.looseCompression=0", ...args], {
      cwd: this.folder,
      stdin: input === undefined ? "ignore" : Buffer.from(input),
      env: {
        ...process.env,
        ...{ GIT_AUTHOR_NAME: who.name, GIT_AUTHOR_EMAIL: who.email },
        ...{ GIT_COMMITTER_NAME: who.name, GIT_COMMITTER_EMAIL: who.email },
        GIT_CONFIG_GLOBAL: "/dev/null",
      },
    });
    if (!codes.includes(done.exitCode)) {
      throw new Error(`git ${args.join(" ")} ended with ${done.exitCode}: ${done.stderr}`);
    }
    return done;
  }
}
