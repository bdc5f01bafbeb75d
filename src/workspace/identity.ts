/**
 * Who works here: `.pm/user.json` if it is there, else who git says.
 *
 * The id of a person is made from the email, so that one person on two machines is one person.
 */
import { lstatSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import type { Actor } from "../domain/actor.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { gitUser } from "./git-user.ts";
import { layout } from "./layout.ts";
import type { Workspace } from "./locate.ts";
import { readOwnFile } from "./own-file.ts";

/** The namespace of the ids that are made from an email (UUID version 5). Never changes. */
export const PERSON_NAMESPACE = "b1e5ba3e-6f0c-4a57-9d0e-3c5a4f1d8a26";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id of the person with this email; the case of the letters does not matter. */
export function personId(email: string): string {
  return Bun.randomUUIDv5(email.trim().toLowerCase(), PERSON_NAMESPACE);
}

/**
 * Who I am on this board.
 *
 * Without a `user.json` and without an email in git, the id is random; it is kept in `user.json` if
 * `.pm` is there.
 *
 * @returns the person, or a refusal if `user.json` is there and cannot be read as one.
 */
export function identify(workspace: Workspace): Outcome<Actor> {
  const path = layout(workspace.pmDir).userJson;
  if (isThere(path)) return readUser(path);
  const { name, email } = gitUser(workspace);
  if (email) return ok({ id: personId(email), name: name ?? nameFrom(email), email });
  const actor = { id: crypto.randomUUID(), name: name ?? accountName(), email: null };
  return keepNew(path, actor);
}

/** Writes `user.json`, for me alone to read; an existing one is replaced. */
export function writeUser(workspace: Workspace, actor: Actor): void {
  const path = layout(workspace.pmDir).userJson;
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(temporary, userText(actor), { flag: "wx", mode: 0o600 });
  renameSync(temporary, path);
}

/** Keeps a random identity, unless another process has just kept one: then that one counts. */
function keepNew(path: string, actor: Actor): Outcome<Actor> {
  try {
    writeFileSync(path, userText(actor), { flag: "wx", mode: 0o600 });
  } catch {
    // No .pm yet, a read-only folder, or another process was first.
    if (isThere(path)) return readUser(path);
  }
  return ok(actor);
}

function userText({ id, name, email }: Actor): string {
  return `${JSON.stringify({ id, name, email }, null, 2)}\n`;
}

function parseUser(path: string, text: string): Outcome<Actor> {
  const wrong = (what: string) =>
    refuse("unreadable", `${path}: ${what}.`, "Mend the file, or move it away to be who git says.");
  let value: { id?: unknown; name?: unknown; email?: unknown } | null;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong("this is no JSON");
  }
  const { id, name, email = null } = value ?? {};
  if (typeof id !== "string" || !UUID.test(id)) return wrong("id must be a UUID in small letters");
  if (typeof name !== "string" || name.trim() === "") return wrong("name must be a text");
  if (email !== null && typeof email !== "string") return wrong("email must be a text or null");
  return ok({ id, name: name.trim(), email: email?.trim() || null });
}

/** A link that leads nowhere is there, too. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** One that came with a repository would make everybody who clones it one and the same person. */
function readUser(path: string): Outcome<Actor> {
  const text = readOwnFile(path);
  if (text !== null) return parseUser(path, text);
  return refuse(
    "unreadable",
    `${path} may not be yours: it is no file that you alone can read and write.`,
    "If it is yours: chmod 600. If it came with the repository, remove it to be who git says.",
  );
}

function nameFrom(email: string): string {
  return email.split("@")[0] || email;
}

/** The name of the account; a user id without an account (in a container) has none. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
