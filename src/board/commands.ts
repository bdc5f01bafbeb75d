/**
 * Every way in which a board can be changed, with what goes in and what comes out.
 *
 * `ref` names a record: its id, or a unique prefix of 4 characters or more; for a project its key
 * too, for a person also `me`, the email or the name. The values of a `set` are those of the record's
 * fields; null takes a value away. `version` and `if_updated_at` refuse the change as `stale` if the
 * record has moved on since.
 */
import type {
  Comment,
  Dependency,
  DependencyType,
  ItemStatus,
  ItemType,
  Priority,
  Project,
  ProjectStatus,
  RecordView,
  Sprint,
  SwimLane,
  TimeEntry,
  WorkItem,
} from "../domain/entities.ts";

export type Commands = {
  "project.create": {
    params: { title: string; key?: string | undefined; description?: string | null | undefined };
    result: { project: ProjectView };
  };
  "project.update": {
    params: Target & {
      set: Partial<{
        title: string;
        key: string;
        description: string | null;
        status: ProjectStatus;
      }>;
    };
    result: { project: ProjectView };
  };
  /** Its items stay as they are and go out of sight with it. */
  "project.delete": { params: Target; result: { project: ProjectView; hidden_work_items: number } };
  "project.restore": { params: Target; result: { project: ProjectView } };

  "work_item.create": {
    params: {
      /** May be left out where the board has one project, or a parent tells. */
      project?: string | undefined;
      item_type: ItemType;
      title: string;
      description?: string | null | undefined;
      /** Default: `backlog`. */
      status?: ItemStatus | undefined;
      /** Default: `medium`. */
      priority?: Priority | undefined;
      story_points?: number | null | undefined;
      parent?: string | null | undefined;
      assignee?: string | null | undefined;
      sprint?: string | null | undefined;
      labels?: string[] | undefined;
    };
    result: { work_item: WorkItemView };
  };
  "work_item.update": {
    params: Target & {
      set: Partial<{
        item_type: ItemType;
        title: string;
        description: string | null;
        status: ItemStatus;
        priority: Priority;
        story_points: number | null;
        parent: string | null;
        assignee: string | null;
        sprint: string | null;
        /** The whole set of labels. */
        labels: string[];
        add_labels: string[];
        remove_labels: string[];
      }>;
    };
    result: { work_item: WorkItemView };
  };
  /** Moves a card: to another status, and to a place among the items of its project. */
  "work_item.move": {
    params: Target & {
      status?: ItemStatus | undefined;
      /** Right before this item. */
      before?: string | undefined;
      /** Right after this item. */
      after?: string | undefined;
      /** To the top or the bottom of the status it is (then) in. */
      to?: "top" | "bottom" | undefined;
      sprint?: string | null | undefined;
      /** Below this item; null: below none. */
      parent?: string | null | undefined;
    };
    result: { work_item: WorkItemView };
  };
  /** Deletes the item and every live item below it. */
  "work_item.delete": {
    params: Target;
    result: { work_item: WorkItemView; deleted_descendants: number };
  };
  /** Brings the item back, and what was deleted together with it. */
  "work_item.restore": {
    params: Target;
    result: { work_item: WorkItemView; restored_descendants: number };
  };

  "sprint.create": {
    params: {
      project?: string | undefined;
      name: string;
      goal?: string | null | undefined;
      start_date?: string | null | undefined;
      end_date?: string | null | undefined;
    };
    result: { sprint: SprintView };
  };
  "sprint.update": {
    params: Target & {
      set: Partial<{
        name: string;
        goal: string | null;
        start_date: string | null;
        end_date: string | null;
        status: Sprint["status"];
      }>;
    };
    result: { sprint: SprintView };
  };
  /** Refused while another sprint of the project is active. */
  "sprint.start": { params: Target; result: { sprint: SprintView } };
  /** What is not done goes to the sprint `move_to`, or back to the backlog (null, the default). */
  "sprint.complete": {
    params: Target & { move_to?: string | null | undefined };
    result: { sprint: SprintView; moved_work_items: number };
  };
  /** Its items show without a sprint until it is restored. */
  "sprint.delete": { params: Target; result: { sprint: SprintView; work_items: number } };
  "sprint.restore": { params: Target; result: { sprint: SprintView } };

  "comment.create": {
    params: { work_item: string; content: string };
    result: { comment: CommentView };
  };
  "comment.update": {
    params: Target & { set: { content: string } };
    result: { comment: CommentView };
  };
  "comment.delete": { params: Target; result: { comment: CommentView } };
  "comment.restore": { params: Target; result: { comment: CommentView } };

  "swim_lane.create": {
    params: {
      project?: string | undefined;
      name: string;
      status_value: ItemStatus;
      position?: number | undefined;
    };
    result: { swim_lane: SwimLaneView };
  };
  "swim_lane.update": {
    params: Target & { set: Partial<{ name: string; position: number }> };
    result: { swim_lane: SwimLaneView };
  };
  "swim_lane.delete": { params: Target; result: { swim_lane: SwimLaneView } };
  "swim_lane.restore": { params: Target; result: { swim_lane: SwimLaneView } };

  "dependency.create": {
    params: { blocking: string; blocked: string; dependency_type?: DependencyType | undefined };
    result: { dependency: DependencyView };
  };
  "dependency.delete": { params: Target; result: { dependency: DependencyView } };
  "dependency.restore": { params: Target; result: { dependency: DependencyView } };

  /** Starts my timer on an item; a timer of mine that runs elsewhere is stopped. */
  "time_entry.start": {
    params: { work_item: string; description?: string | null | undefined };
    result: { time_entry: TimeEntryView; stopped: TimeEntryView | null };
  };
  /** Stops my running timer, or the named entry. */
  "time_entry.stop": {
    params: { ref?: string | undefined };
    result: { time_entry: TimeEntryView };
  };
  "time_entry.create": {
    params: {
      work_item: string;
      /** RFC 3339, any offset. */
      started_at: string;
      ended_at: string;
      description?: string | null | undefined;
      /** Default: me. */
      user?: string | undefined;
    };
    result: { time_entry: TimeEntryView };
  };
  "time_entry.update": {
    params: Target & {
      set: Partial<{ started_at: string; ended_at: string; description: string | null }>;
    };
    result: { time_entry: TimeEntryView };
  };
  "time_entry.delete": { params: Target; result: { time_entry: TimeEntryView } };
  "time_entry.restore": { params: Target; result: { time_entry: TimeEntryView } };

  /** Takes back my last change that is not taken back yet, if nobody has written over it. */
  undo: {
    params: {
      /** Pass over changes that cannot be taken back, to the one before them. */
      skip?: boolean | undefined;
      /** The number of the write to take back; left out, the last one. An undo is one, too. */
      write?: number | undefined;
    };
    result: {
      undone: {
        seq: number;
        action: string;
        at: string;
        records: number;
        /** The number of the write that this undo was: `undo` of it takes it back. */
        take_back: number | null;
        /** Where a replacement or a restore of the board was taken back; else null. */
        replacement: UndoneReplacement | null;
      };
    };
  };
};

export type CommandName = keyof Commands;

/** A command as a value, for many at once. */
export type Command = {
  [C in CommandName]: { command: C; params: Commands[C]["params"] };
}[CommandName];

/** How far the board is what it was before a replacement or a restore. */
export interface UndoneReplacement {
  /** All of it is: nobody had seen what was taken back. */
  exact: boolean;
  /** Records that came with it and stay, since others may have them. */
  stayed: number;
  /** Fields that were written again since, and were left alone. */
  left: number;
  /** The backup of the board before the undo, by path; null if nothing changed. */
  backup: string | null;
}

/** Which record a command is about, and at which state of it. */
export interface Target {
  ref: string;
  /** The version that the caller has seen (entities with a version). */
  version?: number | undefined;
  /** The `updated_at` that the caller has seen (any entity). */
  if_updated_at?: string | undefined;
}

export type ProjectView = RecordView<Project>;
export type WorkItemView = RecordView<WorkItem>;
export type SprintView = RecordView<Sprint>;
export type CommentView = RecordView<Comment>;
export type SwimLaneView = RecordView<SwimLane>;
export type DependencyView = RecordView<Dependency>;
export type TimeEntryView = RecordView<TimeEntry>;
