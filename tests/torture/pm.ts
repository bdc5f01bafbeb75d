// `pm` for the torture: the program itself, with a clock and dice of the harness. The product has no
// door for this: the two are put in place around it, in an executable of its own.
//
// PM_TORTURE_CLOCK names a file with `MILLISECONDS DICE`: what time it is, and what new ids are made of.
// What `pm sync` makes up (names of temporary files) stays random, since git calls it many times.
import { readFileSync } from "node:fs";
import { seeded, seededId } from "./random.ts";

const file = process.env.PM_TORTURE_CLOCK;
if (file !== undefined) {
  const look = (): [ms: number, dice: string] => {
    const [ms = "0", dice = ""] = readFileSync(file, "utf8").split(" ");
    return [Number(ms), dice];
  };
  const now = (): number => look()[0];
  const RealDate = Date;
  class TortureDate extends RealDate {
    constructor(...words: unknown[]) {
      super(...((words.length === 0 ? [now()] : words) as [number]));
    }
    static override now = now;
  }
  globalThis.Date = TortureDate as DateConstructor;

  if (process.argv[2] !== "sync") {
    let thrown = "";
    let random = seeded(0);
    crypto.randomUUID = () => {
      const [, dice] = look();
      if (dice !== thrown) {
        random = seeded(Bun.hash.crc32(dice));
        thrown = dice;
      }
      return seededId(random) as ReturnType<typeof crypto.randomUUID>;
    };
  }
}

await import("../../src/main.ts");
