import type { Instant } from "../../domain/instant.ts";
import type { JsonObject } from "../../domain/json.ts";

/**
 * An issue as a line of the file has it, checked. Texts that are not there are empty, times null: the
 * format leaves out what is empty, and some versions write it.
 */
export interface BeadsIssue {
  kind: "issue";
  /** The number of its line, from 1. */
  line: number;
  id: string;
  title: string;
  description: string;
  design: string;
  acceptanceCriteria: string;
  notes: string;
  status: string;
  /** 0 is the most urgent, 4 the least. */
  priority: number;
  issueType: string;
  /** What a deleted issue was before. */
  originalType: string;
  closeReason: string;
  assignee: string;
  createdBy: string;
  deletedBy: string;
  createdAt: Instant | null;
  updatedAt: Instant | null;
  deletedAt: Instant | null;
  labels: string[];
  links: BeadsLink[];
  comments: BeadsComment[];
  /** Every field of the line that holds something, as it came. */
  fields: JsonObject;
}

/** “This issue depends on that one”, in one of several senses. */
export interface BeadsLink {
  dependsOn: string;
  type: string;
  createdAt: Instant | null;
  createdBy: string;
  fields: JsonObject;
}

export interface BeadsComment {
  author: string;
  text: string;
  createdAt: Instant | null;
  fields: JsonObject;
}

/** A line that is no issue: a memory, say, which newer versions of Beads export too. */
export interface BeadsOther {
  kind: "other";
  line: number;
  type: string;
  key: string;
  fields: JsonObject;
}

export type BeadsLine = BeadsIssue | BeadsOther;

/** An issue that was deleted in Beads: it stays in the file, with this status. */
export function isDeleted(issue: BeadsIssue): boolean {
  return issue.status === "tombstone";
}
