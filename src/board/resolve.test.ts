import { beforeEach, expect, test } from "bun:test";
import { ADA, openTestBoard, type TestBoard } from "../../tests/support/query.ts";
import { at, project, sprint, user, uuid, workItem } from "../../tests/support/records.ts";
import { resolveProject, resolveRef } from "./resolve.ts";

const WEB = project({ id: uuid("ab"), key: "WEB", title: "Website" });
const HOME = workItem({ id: uuid("1a2b3c4d"), project_id: WEB.id, title: "Homepage" });
const NAV = workItem({ id: uuid("1a2bffff"), project_id: WEB.id, title: "Navbar" });

let board: TestBoard;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB);
  board.put("work_item", HOME, NAV);
});

test.each(["1a2b3c4d", "1A2B3", " 1a2b3c4d00 ", HOME.id, HOME.id.toUpperCase()])(
  "“%s” is the one item that begins so",
  (ref) => {
    expect(resolveRef(board.storage, "work_item", ref)).toEqual({ ok: true, value: HOME.id });
  },
);

test("what fits several lists them, deleted ones marked", () => {
  board.put("work_item", { ...NAV, deleted_at: at(1) });
  expect(resolveRef(board.storage, "work_item", "1a2b")).toEqual({
    ok: false,
    refusal: {
      kind: "ambiguous",
      message: "“1a2b” fits several work items: 1a2b3c4d “Homepage”, 1a2bffff “Navbar” (deleted).",
      hint: "Type more characters of the id.",
    },
  });
});

test("of many candidates five are listed, their ids as long as it takes to tell them apart", () => {
  const ids = [..."0123456"].map((digit) => `beef0000-000${digit}-4000-8000-000000000000`);
  board.put("work_item", ...ids.map((id) => workItem({ id, project_id: WEB.id, title: "Same" })));
  const outcome = resolveRef(board.storage, "work_item", "beef");
  expect(outcome.ok ? "" : outcome.refusal.message).toBe(
    "“beef” fits several work items: beef0000-0000 “Same”, beef0000-0001 “Same”, " +
      "beef0000-0002 “Same”, beef0000-0003 “Same”, beef0000-0004 “Same”, and more.",
  );
});

test("five candidates are all that there are", () => {
  const ids = [..."01234"].map((digit) => uuid(`beef${digit}`));
  board.put("work_item", ...ids.map((id) => workItem({ id, project_id: WEB.id })));
  const outcome = resolveRef(board.storage, "work_item", "beef");
  expect(outcome.ok ? "" : outcome.refusal.message).toEndWith("beef4000 “Homepage”.");
});

test.each([
  ["dead", "not_found", "There is no work item “dead” on this board."],
  ["homepage", "not_found", "There is no work item “homepage” on this board."],
  ["%' OR 1", "not_found", "There is no work item “%' OR 1” on this board."],
  ["1a2", "invalid", "“1a2” is too short for a work item: an id needs 4 characters or more."],
  ["  ", "invalid", "Which work item? The id is empty."],
])("“%s” is refused as %s", (ref, kind, message) => {
  const outcome = resolveRef(board.storage, "work_item", ref);
  expect(outcome.ok ? null : outcome.refusal).toMatchObject({ kind, message });
});

test("a deleted record is found by its id", () => {
  board.put("work_item", { ...HOME, deleted_at: at(1) });
  expect(resolveRef(board.storage, "work_item", "1a2b3")).toEqual({ ok: true, value: HOME.id });
});

test("an id of another entity is not taken for this one's", () => {
  expect(resolveRef(board.storage, "sprint", HOME.id).ok).toBe(false);
});

test("a project is named by its key in any case, a live one before a deleted one", () => {
  const old = project({ id: uuid("0d"), key: "WEB", deleted_at: at(1) });
  board.put("project", old);
  expect(resolveRef(board.storage, "project", "web")).toEqual({ ok: true, value: WEB.id });
  board.storage.remove("project", [WEB.id]);
  expect(resolveRef(board.storage, "project", "web")).toEqual({ ok: true, value: old.id });
  const wrong = resolveRef(board.storage, "project", "x");
  expect(wrong.ok ? null : wrong.refusal).toMatchObject({ kind: "not_found" });
});

test("a key that looks like an id is a key; a deleted one's gives way to an id", () => {
  const face = project({ id: uuid("1234"), key: "FACE" });
  const other = project({ id: uuid("face"), key: "OTHER" });
  board.put("project", face, other);
  expect(resolveRef(board.storage, "project", "face")).toEqual({ ok: true, value: face.id });
  board.put("project", { ...face, deleted_at: at(1) });
  expect(resolveRef(board.storage, "project", "face")).toEqual({ ok: true, value: other.id });
});

test("a sprint is named by its name, an active one as active, a deleted one by its id alone", () => {
  const one = sprint({ id: uuid("51"), project_id: WEB.id, name: "Sprint 1" });
  const two = sprint({ id: uuid("52"), project_id: WEB.id, name: "Ende", status: "active" });
  board.put("sprint", one, two);
  for (const [ref, { id }] of [
    ["SPRINT 1", one],
    ["active", two],
    ["ende", two],
  ] as const) {
    expect(resolveRef(board.storage, "sprint", ref)).toEqual({ ok: true, value: id });
  }
  expect(resolveRef(board.storage, "sprint", "planned").ok).toBe(false);
  board.put("sprint", { ...one, deleted_at: at(1) });
  expect(resolveRef(board.storage, "sprint", "Sprint 1").ok).toBe(false);
});

test("people are named by email, name, id, or as me", () => {
  const eve = user({ id: uuid("eee1"), name: "Ève Ünal", email: "Eve@Example.org" });
  board.put("user", eve, user({ id: uuid("eee2"), name: "Bob" }));
  for (const ref of ["eve@example.org", "ève ünal", "eee1", eve.id]) {
    expect(resolveRef(board.storage, "user", ref)).toEqual({ ok: true, value: eve.id });
  }
  expect(resolveRef(board.storage, "user", "ME", ADA)).toEqual({ ok: true, value: ADA.id });
  expect(resolveRef(board.storage, "user", "me").ok).toBe(false);
  board.put("user", user({ id: uuid("eee3"), name: "bob" }));
  const several = resolveRef(board.storage, "user", "Bob");
  expect(several.ok ? null : several.refusal.message).toBe(
    "“Bob” fits several users: eee20000 “Bob”, eee30000 “bob”.",
  );
});

test("the only project need not be named", () => {
  expect(resolveProject(board.storage, undefined)).toEqual({ ok: true, value: WEB.id });
  expect(resolveProject(board.storage, "web")).toEqual({ ok: true, value: WEB.id });
  board.put("project", project({ id: uuid("cd"), key: "OLD", status: "archived" }));
  board.put("project", project({ id: uuid("ce"), key: "GONE", deleted_at: at(1) }));
  expect(resolveProject(board.storage, undefined)).toEqual({ ok: true, value: WEB.id });
});

test("of several projects one must be named, and none is a reason to make one", () => {
  board.put("project", project({ id: uuid("cd"), title: "Mobile" }));
  expect(resolveProject(board.storage, undefined)).toEqual({
    ok: false,
    refusal: {
      kind: "usage",
      message: "There are several projects on this board: say which one.",
      hint: "They are cd000000 “Mobile”, WEB “Website”.",
    },
  });
  for (const digit of "123") board.put("project", project({ id: uuid(`d${digit}`) }));
  const hintFor = (ref?: string) => {
    const outcome = resolveProject(board.storage, ref);
    return outcome.ok ? "" : (outcome.refusal.hint ?? "");
  };
  expect(hintFor()).toEndWith("WEB “Website”.");
  expect(hintFor("nope")).toEndWith("WEB “Website”.");
  board.put("project", project({ id: uuid("d4") }));
  expect(hintFor()).toEndWith("d4000000 “Website”, and more.");
  expect(hintFor("nope")).toEndWith("d4000000 “Website”, and more.");
  const empty = openTestBoard();
  expect(resolveProject(empty.storage, undefined)).toEqual({
    ok: false,
    refusal: {
      kind: "refused",
      message: "There is no project on this board.",
      hint: "Make one with `pm project create TITLE`.",
    },
  });
});

test("a long title is cut in a message", () => {
  const long = sprint({ id: uuid("aaaa1"), project_id: WEB.id, name: `${"long ".repeat(19)}end` });
  board.put("sprint", long, { ...long, id: uuid("aaaa2") });
  const outcome = resolveRef(board.storage, "sprint", "aaaa");
  expect(outcome.ok ? "" : outcome.refusal.message).toContain("long…”");
});
