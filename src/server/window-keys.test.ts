import { expect, test } from "bun:test";
import type { WindowKey } from "../workspace/window-keys.ts";
import { createWindowKeys, windowProof } from "./window-keys.ts";

const NONCE = "a".repeat(64);
const DAY = 24 * 3_600_000;

function setUp() {
  let keys: readonly WindowKey[] = [];
  let time = 0;
  const store = {
    read: () => [...keys],
    write: (all: readonly WindowKey[]) => {
      keys = all;
    },
  };
  /** As after each start of the server. */
  const start = (port = 4000) => createWindowKeys({ store, port, now: () => time });
  const wait = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { start, wait };
}

test("a window comes back in after the server was started anew, once for each proof", () => {
  const { start } = setUp();
  const { id, key } = start().issue();
  const server = start();
  const challenge = server.challenge(id, NONCE);
  if (challenge === null) throw new Error("no challenge");
  const { nonce, proof } = challenge;
  expect(proof).toBe(windowProof(key, "server", 4000, NONCE, nonce));
  const mine = windowProof(key, "window", 4000, NONCE, nonce);
  expect(server.accept(id, nonce, mine)).toBe(true);
  expect(server.accept(id, nonce, mine)).toBe(false);
});

test("nobody else does", () => {
  const { start, wait } = setUp();
  const server = start();
  const { id, key } = server.issue();
  const other = server.issue();
  expect(server.challenge("nobody", NONCE)).toBeNull();
  const attempt = (proofOf: (nonce: string) => string, as = id): boolean => {
    const { nonce = "" } = server.challenge(id, NONCE) ?? {};
    return server.accept(as, nonce, proofOf(nonce));
  };
  // The server's own proof, sent back; another window's key; another window's name; another port's.
  expect(attempt((nonce) => windowProof(key, "server", 4000, NONCE, nonce))).toBe(false);
  expect(attempt((nonce) => windowProof(other.key, "window", 4000, NONCE, nonce))).toBe(false);
  expect(attempt((nonce) => windowProof(key, "window", 4000, NONCE, nonce), other.id)).toBe(false);
  expect(attempt((nonce) => windowProof(key, "window", 4001, NONCE, nonce))).toBe(false);
  const late = server.challenge(id, NONCE)?.nonce ?? "";
  wait(31_000);
  expect(server.accept(id, late, windowProof(key, "window", 4000, NONCE, late))).toBe(false);
  wait(8 * DAY);
  expect(server.challenge(id, NONCE)).toBeNull();
});
