import type { SearchHit } from "../../board/queries.ts";
import { ok } from "../../domain/refusal.ts";
import { shortId } from "../../domain/short-id.ts";
import { defineCommand } from "../command.ts";
import { PAGE, PROJECT } from "../flags.ts";
import { styled } from "../output/colour.ts";
import type { Screen } from "../output/screen.ts";
import { cut, printable } from "../output/text.ts";
import { tsvLine } from "../output/tsv.ts";
import { fetchList, listNotes } from "../paging.ts";

export const command = defineCommand({
  args: { text: { summary: "words to look for", many: true } },
  flags: { "project-id": PROJECT, ...PAGE },
  details: "Looks in titles, descriptions, comments and labels, done items included.",
  examples: [
    ["pm search login", "finds every item that says login"],
    ["pm search login page --json", "finds items with both words, for a script"],
  ],
  async run({ args, flags }, context) {
    const text = args.text.join(" ");
    const result = await fetchList(context, flags, "hits", (page) =>
      context.query("search", { ...page, text, project: flags["project-id"] }),
    );
    if (!result.ok) return result;
    const { hits, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => hits.map((hit) => hitText(hit, screen)).join(""),
      notes: listNotes(hits.length, next_cursor, `Nothing says “${text}”.`),
    });
  },
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks around a hit
const MARKS = /[\u0002\u0003]/g;
/** The same marks, when `printable` has made pictures of them. */
const HIT = /\u2402([^\u2403]*)\u2403/g;

function hitText(hit: SearchHit, screen: Screen): string {
  const { work_item: item, found_in, snippet } = hit;
  if (!screen.terminal) {
    const { id, item_type, status, title } = item;
    return tsvLine([id, item_type, status, found_in, title, snippet.replace(MARKS, "")]);
  }
  const head = `${shortId(item.id)}  ${item.item_type}  ${item.status}  ${printable(item.title)}`;
  if (found_in === "title") return `${cut(head, screen.width)}\n`;
  // Cut before the marks become styles: a style must not be cut in two.
  const line = cut(`${found_in}: ${printable(snippet)}`, screen.width - 10)
    .replace(HIT, (_, word: string) => styled(word, "bold", screen.colour))
    .replace(/[\u2402\u2403]/g, "");
  return `${cut(head, screen.width)}\n${" ".repeat(10)}${line}\n`;
}
