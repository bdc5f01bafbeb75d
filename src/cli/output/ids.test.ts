import { expect, test } from "bun:test";
import { shortId } from "./ids.ts";

test.each([
  ["1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d", "1a2b3c4d"],
  ["1a2b3c4d-5e6f-5a8b-9c0d-1e2f3a4b5c6d", "1a2b3c4d"],
  ["1a2b3c4d-5e6f-1a8b-9c0d-1e2f3a4b5c6d", "1a2b3c4d-5e6f"],
  ["018f3c2a-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "018f3c2a-5e6f-7a8b"],
])("%s is short %s", (id, short) => {
  expect(shortId(id)).toBe(short);
});
