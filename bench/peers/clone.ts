/** One person's clone in a comparison: a folder, a home of its own, and commands run in it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** A person would have to mend something by hand before they could go on. */
export class Refused extends Error {
  /** @param verdict what the table says of it. */
  constructor(
    said: string,
    readonly verdict = "conflict",
  ) {
    super(said);
  }
}

export interface Said {
  code: number;
  out: string;
  said: string;
}

export class Clone {
  /** How far this person's clock is off, in hours. */
  clockHours = 0;

  constructor(
    readonly name: string,
    readonly folder: string,
    private readonly path: string,
  ) {
    mkdirSync(this.home, { recursive: true });
  }

  get home(): string {
    return `${this.folder}.home`;
  }

  /** Runs a program in the clone. */
  try(...command: string[]): Said {
    return this.tryIn(this.folder, command);
  }

  /** The same in another folder. */
  tryIn(cwd: string, command: string[]): Said {
    const clock = this.clockHours === 0 ? [] : ["faketime", "-f", `${this.clockHours}h`];
    const done = Bun.spawnSync([...clock, ...command], {
      cwd,
      stdin: "ignore",
      timeout: 60_000,
      env: {
        HOME: this.home,
        PATH: this.path,
        USER: this.name,
        LANG: "C.UTF-8",
        NO_COLOR: "1",
        GIT_CONFIG_GLOBAL: join(this.home, "gitconfig"),
        GIT_CONFIG_NOSYSTEM: "1",
      },
    });
    const out = done.stdout.toString();
    return { code: done.exitCode ?? 1, out, said: out + done.stderr.toString() };
  }

  /** Runs a program that has to work. @returns what it printed. */
  run(...command: string[]): string {
    const { code, out, said } = this.try(...command);
    if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${said}`);
    return out;
  }
}
