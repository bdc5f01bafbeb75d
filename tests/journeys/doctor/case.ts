// One way for something to go wrong, and how the doctor sees it and puts it right.
import { expect, test } from "bun:test";
import { FINDINGS } from "../../../src/cli/doctor/findings.ts";
import type { Place } from "../support.ts";
import { codesOf, doctor, type Env, finding, patient } from "./clinic.ts";

export interface Case {
  code: keyof typeof FINDINGS;
  /** What is the matter, where one code has several ways to come about. */
  how?: string;
  /** Returns the environment in which it shows, where that is another one. */
  provoke(at: Place): unknown;
  /**
   * `fix`: by --fix; a pattern: by this part of the repair's words, run as it stands; a function: by
   * hand, as the repair says; null: only time repairs it.
   */
  repair: "fix" | RegExp | ((at: Place) => unknown) | null;
  /** What is on the board in the end, where it is not One and Two. */
  titles?: string[];
}

/** Each is brought about for real, found, and repaired; then the doctor is content, and nothing is lost. */
export function tryCases(cases: readonly Case[]): void {
  test.each(cases.map((one) => [`${one.code}${one.how ? `, ${one.how}` : ""}`, one] as const))(
    "%s",
    async (_, { code, provoke, repair, titles = ["One", "Two"] }) => {
      const at = patient();
      const given = await provoke(at);
      const env = typeof given === "object" ? (given as Env) : {};
      const before = doctor(at, "", env);
      const one = finding(before, code);
      expect(one).toMatchObject({ ...FINDINGS[code], fixable: one.fixable });
      expect(before.code).toBe(before.problems > 0 ? 1 : 0);
      if (one.status === "problem") expect(before.code).toBe(1);
      if (repair === "fix") {
        expect(one.fixable).toBe(true);
        const report = doctor(at, "--fix", env);
        expect(report.fixed.filter(({ done }) => !done)).toEqual([]);
        expect(report.fixed.map((done) => done.code)).toContain(code);
      } else if (repair instanceof RegExp) {
        const command = repair.exec(one.repair ?? "")?.[0] ?? `false # ${one.repair}`;
        at.ok(command, env);
      } else {
        await repair?.(at);
      }
      // The hooks take along what was waiting.
      at.run("git add -A . && git commit -qm after");
      at.run("pm sync commit -m after");
      const after = doctor(at);
      const rest = repair === null ? [code] : [];
      expect(codesOf(after)).toEqual(rest);
      expect(after.code).toBe(0);
      expect(at.titles()).toEqual(titles);
    },
  );
}
