// Whole records from the few values that a test is about.
import type {
  Comment,
  Dependency,
  Project,
  Sprint,
  SwimLane,
  TimeEntry,
  User,
  WorkItem,
} from "../../src/domain/entities.ts";
import type { Instant } from "../../src/domain/instant.ts";

/** An id that begins with these hex digits. */
export function uuid(start: string): string {
  const digits = start.padEnd(8, "0");
  return `${digits.slice(0, 8)}-0000-4000-8000-${digits.slice(8).padStart(12, "0")}`;
}

/** A moment of one day: minutes after noon. */
export function at(minutes: number): Instant {
  const time = new Date(Date.UTC(2026, 1, 8, 12, minutes)).toISOString();
  return time as Instant;
}

const stamps = {
  created_at: at(0),
  updated_at: at(0),
  created_by: null,
  updated_by: null,
  field_updated_at: null,
  extra: null,
};
const live = { deleted_at: null };

type Some<R> = Partial<R> & { id: string };

export function project(values: Some<Project>): Project {
  return {
    ...stamps,
    ...live,
    title: "Website",
    description: null,
    status: "active",
    key: null,
    version: 1,
    ...values,
  };
}

export function workItem(values: Some<WorkItem> & { project_id: string }): WorkItem {
  return {
    ...stamps,
    ...live,
    parent_id: null,
    item_type: "task",
    title: "Homepage",
    description: null,
    status: "backlog",
    priority: "medium",
    position: 1024,
    story_points: null,
    assignee_id: null,
    sprint_id: null,
    version: 1,
    labels: [],
    ...values,
  };
}

export function sprint(values: Some<Sprint> & { project_id: string }): Sprint {
  return {
    ...stamps,
    ...live,
    name: "Sprint 1",
    goal: null,
    status: "planned",
    start_date: null,
    end_date: null,
    version: 1,
    ...values,
  };
}

export function comment(values: Some<Comment> & { work_item_id: string }): Comment {
  return { ...stamps, ...live, content: "Well done", ...values };
}

export function lane(
  values: Some<SwimLane> & Pick<SwimLane, "project_id" | "status_value">,
): SwimLane {
  return { ...stamps, ...live, name: "Lane", position: 1024, ...values };
}

/** `from` blocks `to`. */
export function blocks(from: string, to: string, values: Some<Dependency>): Dependency {
  return {
    ...stamps,
    ...live,
    blocking_item_id: from,
    blocked_item_id: to,
    dependency_type: "blocks",
    ...values,
  };
}

export function timeEntry(values: Some<TimeEntry> & { work_item_id: string }): TimeEntry {
  const { created_by: _by, updated_by: _too, ...times } = stamps;
  return {
    ...times,
    ...live,
    user_id: null,
    started_at: at(0),
    ended_at: at(30),
    description: null,
    ...values,
  };
}

export function user(values: Some<User>): User {
  return {
    name: "Ada",
    email: null,
    updated_at: at(0),
    field_updated_at: null,
    extra: null,
    ...values,
  };
}
