import { expect, test } from "bun:test";
import { EXIT_CODES } from "./exit-codes.ts";

test("scripts can rely on these", () => {
  expect(EXIT_CODES).toEqual({
    refused: 1,
    invalid: 1,
    ambiguous: 1,
    unreadable: 1,
    unavailable: 1,
    usage: 2,
    not_found: 3,
    stale: 4,
  });
});
