import { expect, test } from "bun:test";
import { makePlan } from "./plan.ts";
import { planIn } from "./plan-file.ts";
import { scriptOf } from "./script.ts";

const PLAN = makePlan(7, 12);

test("a plan comes back from its file, and from the head of its script", () => {
  expect(planIn(JSON.stringify(PLAN, null, 1))).toEqual(PLAN);
  const script = scriptOf(PLAN, { finding: null, at: 0, lines: [], writes: 0, census: new Map() });
  expect(planIn(script)).toEqual(PLAN);
});

test.each([
  ["hello", /neither a plan nor a script/],
  ["#!/bin/sh\necho hello\n", /neither a plan nor a script/],
  ["# The plan, for `npm run torture -- --plan FILE`: {", /a broken plan/],
  ["null", /no `seed`/],
  [JSON.stringify({ ...PLAN, clock: "noon" }), /`clock`/],
  [JSON.stringify({ ...PLAN, people: [{}] }), /`people`/],
  [JSON.stringify({ ...PLAN, actions: {} }), /`actions`/],
  [JSON.stringify({ ...PLAN, actions: [{ who: "ada" }] }), /action 1 /],
])("what is no plan is told: %s", (text, wrong) => {
  expect(planIn(text)).toEqual({ wrong: expect.stringMatching(wrong) });
});
