/**
 * Markdown as safe HTML. Loaded when a text is first shown.
 *
 * What a text may do: be laid out, and offer links to other sites. Raw HTML is shown as the text that it
 * is; a picture is a link to it, since loading one tells its server who reads what.
 */
import DOMPurify from "dompurify";
import { Marked, type Tokens } from "marked";

/** Deeper nesting is nobody's text, and takes time that grows with its square. */
const MOST_NESTING = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])(?=[ \t>]|$)){12}/m;
/** A line of that many openings of emphasis or links is as bad. */
const MOST_OPENINGS = /(?:[[*_~!`(<]{1,3}\s?){200}/;

const TAGS = [
  ..."a b blockquote br code del em h3 h4 h5 h6 hr i li ol p pre s strong ul".split(" "),
  ..."div span table tbody td th thead tr".split(" "),
];

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const isSafe = (href: string): boolean => /^(?:https?:\/\/|mailto:)[^\s]+$/i.test(href);

/** Headings go on from the page's own, and none is left out, whatever the text does. */
let lastLevel = 2;

const marked = new Marked<string, string>({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    heading({ depth, tokens }) {
      const level = Math.min(depth + 2, lastLevel + 1, 6);
      lastLevel = level;
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    image: ({ href, text }) => {
      const name = escapeHtml(text === "" ? href : text);
      return isSafe(href) ? `<a href="${escapeHtml(href)}">${name}</a>` : name;
    },
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return isSafe(href) ? `<a href="${escapeHtml(href)}">${words}</a>` : `<span>${words}</span>`;
    },
    checkbox: ({ checked }: Tokens.Checkbox) => (checked ? "<i><b>✓</b></i>" : "<i></i>"),
    table(token) {
      const cell = (one: Tokens.TableCell, tag: string): string =>
        `<${tag}>${this.parser.parseInline(one.tokens)}</${tag}>`;
      const row = (cells: readonly Tokens.TableCell[], tag: string): string =>
        `<tr>${cells.map((one) => cell(one, tag)).join("")}</tr>`;
      const body = token.rows.map((cells) => row(cells, "td")).join("");
      // A wide one is scrolled by itself, by keyboard too.
      return `<div tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>`;
    },
  },
});

const purify = DOMPurify(window);
purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
  if (/^(?:P|LI|H\d|BLOCKQUOTE|TD|TH)$/.test(node.nodeName)) node.setAttribute("dir", "auto");
});

/** The HTML of a Markdown text; of one that would take too long, its plain text. */
export function renderMarkdown(text: string): string {
  lastLevel = 2;
  return purify.sanitize(parse(text), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "start", "tabindex"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}

function parse(text: string): string {
  const plain = (): string => `<p>${escapeHtml(text).replace(/\n/g, "<br>")}</p>`;
  if (MOST_NESTING.test(text) || MOST_OPENINGS.test(text)) return plain();
  try {
    return marked.parse(text, { async: false });
  } catch {
    return plain();
  }
}
