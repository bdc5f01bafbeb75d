import { beforeEach, describe, expect, test } from "bun:test";
import { openTestBoard, type TestBoard } from "../../../tests/support/query.ts";
import { at, comment, project, uuid, workItem } from "../../../tests/support/records.ts";
import type { EntityName, WorkItem } from "../../domain/entities.ts";

const WEB = project({ id: uuid("aaaa"), key: "WEB" });
const GONE = project({ id: uuid("bbbb"), deleted_at: at(1) });

let board: TestBoard;
let made = 0;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB, GONE);
  made = 0;
});

/** Puts an item on the board without telling the log: what is there before the first search. */
function put(title: string, values: Partial<WorkItem> = {}): WorkItem {
  made += 1;
  const id = uuid(`1${String(made).padStart(7, "0")}`);
  const item = workItem({ id, project_id: WEB.id, title, ...values });
  board.put("work_item", item);
  return item;
}

function wrote(records: [EntityName, string][] | null): void {
  board.storage.log.append({
    at: at(1),
    by: null,
    action: "test",
    records: records?.map(([entity, id]) => ({ entity, id })) ?? null,
    changes: [],
  });
}

function found(text: string, params: { project?: string } = {}): string[] {
  return board.ask("search", { text, ...params }).hits.map((hit) => hit.work_item.title);
}

/** The hits, with the marks around the words as people can read them. */
function hitsOf(text: string) {
  return board.ask("search", { text }).hits.map((hit) => ({
    ...hit,
    snippet: hit.snippet.replaceAll("\u0002", "<").replaceAll("\u0003", ">"),
  }));
}

function only(text: string) {
  const hits = hitsOf(text);
  expect(hits).toHaveLength(1);
  return hits[0];
}

describe("what is found", () => {
  test("is every text of an item that has all the words, in any case and without accents", () => {
    put("Login page");
    put("Start", { description: "The login is slow on every PAGE" });
    put("Übersicht der Cafés");
    expect(found("login page").sort()).toEqual(["Login page", "Start"]);
    expect(found("LOGIN slow")).toEqual(["Start"]);
    expect(found("ubersicht cafe")).toEqual(["Übersicht der Cafés"]);
    expect(found("login cafe")).toEqual([]);
  });

  test("begins with the last word, and is the other words", () => {
    put("Login page");
    expect(found("logi")).toEqual(["Login page"]);
    expect(found("login pa")).toEqual(["Login page"]);
    expect(found("page log")).toEqual(["Login page"]);
  });

  test("says where, with the words around", () => {
    const item = put("Homepage", {
      description: `${"word ".repeat(100)}the needle is here${" word".repeat(100)}`,
      labels: ["front-end", "urgent"],
    });
    board.put("comment", comment({ id: uuid("c1"), work_item_id: item.id, content: "Ship it!" }));
    expect(only("homep")).toMatchObject({ found_in: "title", snippet: "<Homepage>" });
    expect(only("urgent")).toMatchObject({
      found_in: "label",
      snippet: "front-end, <urgent>",
    });
    expect(only("ship")).toMatchObject({ found_in: "comment", snippet: "<Ship> it!" });
    const hit = only("needle");
    expect(hit?.found_in).toBe("description");
    expect(hit?.snippet).toMatch(/^….*word the <needle> is here word.*…$/);
    expect(hit?.work_item).not.toHaveProperty("extra");
  });

  test("is an item once, however often it has the word", () => {
    const item = put("login login", { description: "login" });
    for (const id of ["c1", "c2"]) {
      board.put("comment", comment({ id: uuid(id), work_item_id: item.id, content: "login" }));
    }
    expect(found("login")).toEqual(["login login"]);
  });

  test("has a title before a label before a description before a comment", () => {
    const filler = "and so on and so on";
    const commented = put(`a ${filler}`);
    const long = `${filler} needle`;
    board.put("comment", comment({ id: uuid("c1"), work_item_id: commented.id, content: long }));
    put(`b ${filler}`, { description: `${filler} needle` });
    put(`c ${filler}`, { labels: ["needle"] });
    put("d needle and so on");
    for (let index = 0; index < 20; index += 1) put(`e ${filler}`, { description: filler });
    expect(found("needle").map((title) => title.charAt(0))).toEqual(["d", "c", "b", "a"]);
  });

  test("is, of equal hits, what was changed last", () => {
    for (const minutes of [1, 3, 2]) put(`login ${minutes}`, { updated_at: at(minutes) });
    expect(found("login")).toEqual(["login 3", "login 2", "login 1"]);
    expect(found("ogin")).toEqual(["login 3", "login 2", "login 1"]);
  });

  test("is never deleted, and never of a deleted project or comment", () => {
    put("login deleted", { deleted_at: at(1) });
    put("login hidden", { project_id: GONE.id });
    put("login done", { status: "done" });
    const item = put("quiet");
    const said = comment({ id: uuid("c1"), work_item_id: item.id, content: "login" });
    board.put("comment", { ...said, deleted_at: at(1) });
    board.put("comment", comment({ ...said, id: uuid("c2"), work_item_id: uuid("ffff") }));
    expect(found("login")).toEqual(["login done"]);
    expect(found("ogi")).toEqual(["login done"]);
  });

  test("can be of one project", () => {
    board.put("project", project({ id: uuid("cccc"), key: "API" }));
    put("login web");
    put("login api", { project_id: uuid("cccc") });
    expect(found("login", { project: "api" })).toEqual(["login api"]);
    expect(board.refusal("search", { text: "login", project: "nope" }).kind).toBe("not_found");
  });

  test("is an item by the beginning of its id, before all others", () => {
    put("10000002 is mentioned here");
    const item = put("Other", { description: "10000002" });
    const hits = hitsOf("10000002");
    expect(hits.map((hit) => hit.work_item.id)[0]).toBe(item.id);
    expect(hits).toHaveLength(2);
    expect(hits[1]?.found_in).toBe("title");
    expect(hits[0]).toMatchObject({ found_in: "id", snippet: "<10000002>" });
    expect(only(item.id)?.found_in).toBe("id");
    expect(hitsOf("10000")[0]?.snippet).toMatch(/^<10000>/);
  });
});

describe("what is not a word of the index", () => {
  test("is looked for inside of words, where no word is found", () => {
    put("Homepage of the website");
    put("Other", { description: "pagers" });
    expect(found("ebsit")).toEqual(["Homepage of the website"]);
    expect(only("EBSIT")?.snippet).toBe("Homepage of the w<ebsit>e");
    // A word that begins so is enough not to look inside the others, on no page.
    expect(found("page")).toEqual(["Other"]);
    const cursor = Buffer.from("[1,0]").toString("base64url");
    expect(board.ask("search", { text: "page", cursor }).hits).toEqual([]);
  });

  test("is looked for in scripts without spaces", () => {
    put("検索機能を追加する");
    put("Other", { description: "この画面の検索は遅い" });
    expect(found("検索")).toEqual(["検索機能を追加する", "Other"]);
    expect(found("検索 遅い")).toEqual(["Other"]);
    expect(only("画面")?.snippet).toBe("この<画面>の検索は遅い");
  });

  test("is looked for as it stands: punctuation, wildcards of SQL", () => {
    put("Learn C++");
    put("100% done");
    put("snake_case \\ back");
    expect(found("++")).toEqual(["Learn C++"]);
    expect(found("%")).toEqual(["100% done"]);
    expect(found("_")).toEqual(["snake_case \\ back"]);
    expect(found("\\")).toEqual(["snake_case \\ back"]);
    expect(found("_%")).toEqual([]);
    put("Other", { labels: ["c#", "d"] });
    expect(found("#")).toEqual(["Other"]);
    // The index knows the letter alone, but not words that begin with it.
    expect(found("c#").sort()).toEqual(["Learn C++", "Other"]);
    expect(only("c# d")).toMatchObject({ found_in: "label", snippet: "<c>#, <d>" });
  });
});

test.each([
  '"',
  '""',
  "'",
  "*",
  "**",
  "(",
  ")",
  "-",
  "NEAR(a b)",
  "a AND",
  "OR",
  "NOT a",
  "title:a",
  "{title}:a",
  "^a",
  "a*b",
  '"a',
  'a"b"',
  "a;b",
  "a\0b",
  "\ud800",
  "+ + +",
  "ﷺ",
  "🙂",
  "\u0301",
  "'; DROP TABLE work_items; --",
  "a ".repeat(499),
  "%".repeat(1_000),
])("“%s” is text to look for, and nothing else", (text) => {
  const item = put("title", { labels: ["one", "two"] });
  expect(board.ask("search", { text }).hits).toEqual([]);
  board.put("work_item", { ...item, description: `before ${text.toWellFormed()} after` });
  wrote([["work_item", item.id]]);
  const sought = text.includes("\0") ? "a" : text;
  expect(board.ask("search", { text: sought }).hits).toHaveLength(1);
});

test("nothing, or too much, is refused", () => {
  expect(board.refusal("search", { text: " \n" }).kind).toBe("invalid");
  expect(board.refusal("search", { text: "x".repeat(1_001) }).kind).toBe("invalid");
  expect(board.refusal("search", { text: "x", limit: 0 }).kind).toBe("invalid");
  expect(board.refusal("search", { text: "x", cursor: "x" }).kind).toBe("usage");
});

describe("the index", () => {
  test("learns of what was written since the last search", () => {
    const item = put("old words");
    const said = comment({ id: uuid("c1"), work_item_id: item.id, content: "first" });
    board.put("comment", said);
    expect(found("old")).toEqual(["old words"]);
    board.put("work_item", { ...item, title: "new words" });
    board.put("comment", { ...said, content: "second" });
    wrote([
      ["work_item", item.id],
      ["comment", said.id],
      ["user", uuid("ada")],
    ]);
    expect(found("old")).toEqual([]);
    expect(found("new")).toEqual(["new words"]);
    expect(found("first")).toEqual([]);
    expect(found("second")).toEqual(["new words"]);
  });

  test("is made anew after a write that does not name its records", () => {
    put("one");
    expect(found("one")).toEqual(["one"]);
    put("one too");
    expect(found("one")).toEqual(["one"]);
    wrote(null);
    expect(found("one").sort()).toEqual(["one", "one too"]);
  });

  test("is not fooled by a row that was taken over by another record", () => {
    const item = put("needle");
    expect(found("needle")).toEqual(["needle"]);
    board.storage.remove("work_item", [item.id]);
    const other = put("hay");
    wrote([
      ["work_item", item.id],
      ["work_item", other.id],
    ]);
    expect(found("needle")).toEqual([]);
    expect(found("hay")).toEqual(["hay"]);
  });

  test("does not show what was removed", () => {
    const item = put("needle");
    expect(found("needle")).toEqual(["needle"]);
    board.storage.remove("work_item", [item.id]);
    wrote([["work_item", item.id]]);
    expect(found("needle")).toEqual([]);
  });

  test("can be brought up to date inside of a transaction", () => {
    put("needle");
    wrote(null);
    expect(board.storage.transaction(() => found("needle"))).toEqual(["needle"]);
  });
});

test.each(["needle", "eedl"])("pages of a search for “%s” hold all hits", (text) => {
  for (let index = 0; index < 7; index += 1) put(`needle ${index}`);
  const all = found(text);
  expect(all).toHaveLength(7);
  const titles: string[] = [];
  let cursor: string | null | undefined;
  let pages = 0;
  do {
    const page = board.ask("search", { text, limit: 3, cursor: cursor ?? undefined });
    titles.push(...page.hits.map((hit) => hit.work_item.title));
    expect(page.hits.every((hit) => hit.snippet.includes("\u0002"))).toBe(true);
    cursor = page.next_cursor;
    pages += 1;
  } while (cursor !== null);
  expect(titles).toEqual(all);
  expect(pages).toBe(3);
  expect(board.ask("search", { text, limit: 7 }).next_cursor).toBeNull();
});
