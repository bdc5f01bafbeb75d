import { expect, test } from "bun:test";
import fc from "fast-check";
import { emptyBoard, newerVersion } from "./board-data.ts";
import { ENTITY_NAMES } from "./entities.ts";

test("an empty board has a list of every entity, each its own", () => {
  const [a, b] = [emptyBoard(), emptyBoard()];
  expect(Object.keys(a.records)).toEqual(ENTITY_NAMES);
  a.records.user.push({} as never);
  expect(b.records.user).toEqual([]);
  expect(a.records.project).toEqual([]);
});

test("the newer of two versions goes by its numbers, then by its text", () => {
  expect(newerVersion("pm-cli 0.9.0", "pm-cli 0.10.0")).toBe("pm-cli 0.10.0");
  expect(newerVersion("pm-cli 1.0.0", "pm-cli 0.99.99")).toBe("pm-cli 1.0.0");
  expect(newerVersion("pm-cli 1.0.0", "pm-server 1.0.0")).toBe("pm-server 1.0.0");
  expect(newerVersion("another tool", "pm-cli 0.0.1")).toBe("pm-cli 0.0.1");
  expect(newerVersion(null, "pm-cli 0.0.1")).toBe("pm-cli 0.0.1");
  expect(newerVersion("pm-cli 0.0.1", null)).toBe("pm-cli 0.0.1");
  expect(newerVersion(null, null)).toBeNull();
});

test("it is the same of any versions in any order", () => {
  const number = fc.oneof(fc.nat({ max: 11 }), fc.constant("9".repeat(400)));
  const version = fc.oneof(
    fc.tuple(number, number, number).map((numbers) => `pm-cli ${numbers.join(".")}`),
    fc.string(),
    fc.constant(null),
  );
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(newerVersion(a, b)).toBe(newerVersion(b, a));
      expect(newerVersion(newerVersion(a, b), c)).toBe(newerVersion(a, newerVersion(b, c)));
      expect(newerVersion(a, a)).toBe(a);
    }),
  );
});
