// The board that the pictures in `docs/screens/` show: a made-up team that builds the app of a bike rental.
// It is written as it would have come about, by four people over ten weeks, so that charts have a past.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Actor } from "../../src/domain/actor.ts";
import { personId, writeUser } from "../../src/workspace/identity.ts";
import { locate } from "../../src/workspace/locate.ts";
import type { Sandbox } from "../support/git.ts";
import * as texts from "./demo-texts.ts";
import { createWriter, type Writer } from "./demo-writer.ts";
import type { Web } from "./support.ts";

const SPRINT_DAYS = 14;
/** The sprint that goes on was started so many days ago. */
const RUNNING_DAYS = 9;
const RUNNING = texts.SPRINTS.length - 2;

const person = (name: string): Actor => {
  const email = `${name.split(" ")[0]?.toLowerCase()}@citybikes.example`;
  return { id: personId(email), name, email };
};
const ADA = person("Ada Moreau");
const BEN = person("Ben Okafor");
const CHIARA = person("Chiara Rossi");
const DANIEL = person("Daniel Weiss");
const TEAM = [ADA, BEN, CHIARA, DANIEL];
const nth = (number: number): Actor => TEAM[number % TEAM.length] ?? ADA;
const beginsDaysAgo = (sprint: number): number => RUNNING_DAYS + (RUNNING - sprint) * SPRINT_DAYS;

/** Writes the demo board into the repository of a sandbox, in place of what is there. Ada looks at it. */
export async function writeDemoBoard(pm: Web["pm"], sandbox: Sandbox): Promise<void> {
  const folder = join(sandbox.folder, "repository");
  rmSync(join(folder, ".pm"), { recursive: true, force: true });
  const workspace = locate(folder);
  const writer = createWriter(workspace, "BIKE");
  await writeProjects(writer);
  const sprints = await writeSprints(writer);
  for (const index of texts.PAST.keys()) await writePast(writer, sprints, index);
  await writeRunning(writer, sprints);
  await writeChosen(writer);

  pm("sync", "init", "--yes");
  await writer.as(ADA, writer.minutesAgo(70), (board) => board.sync.publish());
  sandbox.git("repository", "add", ".");
  sandbox.git("repository", "commit", "-q", "-m", "Share the board");
  await writePull(writer, join(folder, ".pm", "data.json"));
  writeUser(workspace, ADA);
}

async function writeProjects({ write, create, daysAgo }: Writer): Promise<void> {
  const first = beginsDaysAgo(0) + 3;
  await write(ADA, daysAgo(first, 8), "project.create", {
    title: "City Bikes",
    key: "BIKE",
    description: "Find a bike, unlock it, ride. The app and the page behind it.",
  });
  for (const [index, epic] of texts.EPICS.entries()) {
    await create(nth(index), daysAgo(first, 9), epic, { status: "in_progress" });
  }
  await write(DANIEL, daysAgo(first, 10), "project.create", {
    title: "Workshop",
    key: "SHOP",
    description: "Repairs, spare parts and who is on the road.",
  });
  for (const title of texts.WORKSHOP) {
    const params = { project: "SHOP", item_type: "task", title } as const;
    await write(DANIEL, daysAgo(first, 11), "work_item.create", params);
  }
  const pilot = { title: "Pilot", key: "PILOT", description: "Ten bikes and a paper list." };
  const { project } = await write(ADA, daysAgo(first, 12), "project.create", pilot);
  const archived = { ref: project.id, set: { status: "archived" } } as const;
  await write(ADA, daysAgo(first, 13), "project.update", archived);
}

/** The ids of the sprints. */
async function writeSprints({ write, daysAgo, date }: Writer): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, { name, goal }] of texts.SPRINTS.entries()) {
    const first = beginsDaysAgo(index);
    const { sprint } = await write(ADA, daysAgo(beginsDaysAgo(0) + 3, 14), "sprint.create", {
      project: "BIKE",
      name,
      goal,
      start_date: date(first),
      end_date: date(first - SPRINT_DAYS + 1),
    });
    ids.push(sprint.id);
  }
  return ids;
}

/** A sprint that is over: planned, worked at, completed. */
async function writePast(writer: Writer, sprints: string[], index: number): Promise<void> {
  const { write, create, idOf, daysAgo } = writer;
  const [ref = "", next = ""] = sprints.slice(index);
  const items = texts.PAST[index] ?? [];
  const first = beginsDaysAgo(index);
  for (const [number, one] of items.entries()) {
    const who = nth(index + number);
    const more = { status: "todo", sprint: ref, assignee: who.id } as const;
    await create(who, daysAgo(first, 4 + number / 2), one, more);
  }
  await write(ADA, daysAgo(first, 9), "sprint.start", { ref });
  for (const [number, { title, doneOn }] of items.entries()) {
    if (doneOn === undefined) continue;
    const done = { ref: idOf(title), set: { status: "done" } } as const;
    await write(nth(index + number), daysAgo(first - doneOn, 14), "work_item.update", done);
  }
  const last = daysAgo(first - SPRINT_DAYS + 1, 17);
  await write(ADA, last, "sprint.complete", { ref, move_to: next });
}

/** The sprint that goes on, day by day, and what is thought of for later. */
async function writeRunning(writer: Writer, sprints: string[]): Promise<void> {
  const { write, create, idOf, daysAgo } = writer;
  const [ref = "", next = ""] = sprints.slice(RUNNING);
  const add = (number: number, one: texts.Planned, at: number): Promise<void> => {
    // What nobody works at is not always somebody's.
    const isFree = one.movedOn === undefined && number % 3 === 0;
    const assignee = isFree ? null : nth(number).id;
    return create(nth(number), at, one, { status: "todo", sprint: ref, assignee });
  };
  for (const [number, one] of texts.NOW.entries()) {
    if (one.addedOn === undefined) await add(number, one, daysAgo(RUNNING_DAYS, 6));
  }
  for (const [number, one] of texts.IDEAS.entries()) {
    const more = number < 4 ? ({ status: "todo", sprint: next } as const) : {};
    await create(nth(number), daysAgo(RUNNING_DAYS, 7), one, more);
  }
  await write(ADA, daysAgo(RUNNING_DAYS, 8), "sprint.start", { ref });
  for (let day = 0; day < RUNNING_DAYS; day += 1) {
    for (const [number, one] of texts.NOW.entries()) {
      const at = daysAgo(RUNNING_DAYS - day, 9 + number / 2);
      if (one.addedOn === day) await add(number, one, at);
      if (one.movedOn !== day) continue;
      const moved = { ref: idOf(one.title), set: { status: one.status ?? "done" } };
      await write(nth(number), at, "work_item.update", moved);
    }
  }
}

/** The item that the pictures open. */
async function writeChosen({ write, create, idOf, daysAgo, minutesAgo }: Writer): Promise<void> {
  const ref = idOf(texts.CHOSEN);
  const described = { ref, set: { description: texts.DESCRIPTION } };
  await write(CHIARA, daysAgo(7, 9), "work_item.update", described);
  for (const [index, { title, status }] of texts.CHILDREN.entries()) {
    const more = { parent: ref, status, assignee: nth(index + 1).id };
    await create(CHIARA, daysAgo(6, 9 + index), { title }, more);
  }
  const before = { blocking: idOf("Locks answer within two seconds"), blocked: ref };
  await write(BEN, daysAgo(5, 9), "dependency.create", before);
  const after = { blocking: ref, blocked: idOf("Rate the ride") };
  await write(BEN, daysAgo(5, 10), "dependency.create", after);
  for (const [index, { content, hours, of }] of texts.WORK.entries()) {
    const from = daysAgo(4 - index, 13);
    await write(nth(index + 1), daysAgo(4 - index, 17), "time_entry.create", {
      work_item: ref,
      started_at: new Date(from).toISOString(),
      ended_at: new Date(from + hours * 3_600_000).toISOString(),
      description: of,
    });
    const said = { work_item: ref, content };
    await write(nth(index + 1), daysAgo(4 - index, 18), "comment.create", said);
  }
  await write(BEN, minutesAgo(90), "comment.create", {
    work_item: idOf("Refund a ride that never started"),
    content: "The bank answers after three days. Until then the ride shows as *pending*.",
  });
}

/** Ada renames an item; a pull brings that Ben has renamed it too, and later. Then Ada goes on. */
async function writePull({ as, write, idOf, minutesAgo }: Writer, file: string): Promise<void> {
  const id = idOf("Refund a ride that never started");
  const mine = { ref: id, set: { title: "Give the money back when the lock did not open" } };
  await write(ADA, minutesAgo(50), "work_item.update", mine);
  const data = JSON.parse(readFileSync(file, "utf8"));
  const at = new Date(minutesAgo(40)).toISOString();
  const theirs = data.work_items.find((one: { id: string }) => one.id === id);
  const title = "Refund a ride that never began";
  Object.assign(theirs, { title, updated_at: at, updated_by: BEN.id });
  theirs.field_updated_at = { ...theirs.field_updated_at, title: at };
  writeFileSync(file, JSON.stringify(data));
  await as(ADA, minutesAgo(30), (board) => board.sync.import({ tracked: true }, { mode: "merge" }));
  await write(ADA, minutesAgo(12), "work_item.update", {
    ref: idOf("Receipts by email"),
    set: { status: "review", add_labels: ["ready"] },
  });
  const counts = { ref: idOf("Show how many bikes a station has"), set: { story_points: 5 } };
  await write(DANIEL, minutesAgo(5), "work_item.update", counts);
}
