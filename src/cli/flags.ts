/** Flags that several commands have. */
import { DEPENDENCY_TYPES, ITEM_STATUSES, ITEM_TYPES, PRIORITIES } from "../domain/entities.ts";
import type { FlagSpec, FlagSpecs } from "./command.ts";

export const PROJECT = {
  type: "text",
  value: "P",
  aliases: ["project"],
  summary: "the project, by key or id; not needed where there is one",
} as const satisfies FlagSpec;

export const TYPE = {
  type: "choice",
  value: "TYPE",
  choices: ITEM_TYPES,
  summary: "the kind of item",
} as const satisfies FlagSpec;

export const STATUS = {
  type: "choice",
  value: "STATUS",
  choices: ITEM_STATUSES,
  summary: "the status",
} as const satisfies FlagSpec;

export const PRIORITY = {
  type: "choice",
  value: "PRIORITY",
  choices: PRIORITIES,
  summary: "the priority",
} as const satisfies FlagSpec;

export const DEPENDENCY_TYPE = {
  type: "choice",
  value: "TYPE",
  choices: DEPENDENCY_TYPES,
  summary: "how they depend",
} as const satisfies FlagSpec;

export const LABEL = {
  type: "text",
  value: "L",
  many: true,
  summary: "a label",
} as const satisfies FlagSpec;

/** The fields of an item that can be taken away again. */
export const ITEM_FIELDS = {
  description: { type: "text", value: "TEXT", stdin: true, summary: "what it is about" },
  priority: PRIORITY,
  "story-points": {
    type: "number",
    value: "N",
    clearable: true,
    summary: "the estimate, 0 to 100",
  },
  "parent-id": {
    type: "text",
    value: "ID",
    aliases: ["parent"],
    clearable: true,
    summary: "the item above it",
  },
  "assignee-id": {
    type: "text",
    value: "WHO",
    aliases: ["assignee"],
    clearable: true,
    summary: "who does it: me, a name, an email or an id",
  },
  "sprint-id": {
    type: "text",
    value: "ID",
    aliases: ["sprint"],
    clearable: true,
    summary: "the sprint it is in: a name, an id or active",
  },
} as const satisfies FlagSpecs;

/** What lists of items are narrowed down by. */
export const FILTERS = {
  "project-id": PROJECT,
  type: { ...TYPE, short: "t", summary: "only of this kind" },
  priority: { ...PRIORITY, summary: "only of this priority" },
  sprint: {
    type: "text",
    value: "ID",
    aliases: ["sprint-id"],
    summary: "only in this sprint; active for the active one, none for in no sprint",
  },
  assignee: {
    type: "text",
    value: "WHO",
    aliases: ["assignee-id"],
    summary: "only of this person; me, or none for nobody's",
  },
  label: { type: "text", value: "L", summary: "only with this label" },
} as const satisfies FlagSpecs;

/** For records that count their versions. */
export const AT_VERSION = {
  version: {
    type: "number",
    value: "N",
    summary: "refuse if the record is not at version N any more",
  },
} as const satisfies FlagSpecs;

/** For records without a version. */
export const AT_TIME = {
  "if-updated-at": {
    type: "text",
    value: "TIME",
    summary: "refuse if the record has changed since TIME, its updated_at",
  },
} as const satisfies FlagSpecs;

export const PAGE = {
  limit: { type: "number", value: "N", summary: "at most N records" },
  cursor: { type: "text", value: "CURSOR", summary: "go on where a list was cut" },
} as const satisfies FlagSpecs;

export const DELETED = {
  type: "switch",
  summary: "deleted ones, too",
} as const satisfies FlagSpec;

export const YES = {
  type: "switch",
  short: "y",
  summary: "do not ask",
} as const satisfies FlagSpec;
