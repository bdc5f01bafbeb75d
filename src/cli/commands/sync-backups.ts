import type { BackupFile } from "../../board/sync-operations.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { renderTable, type Table } from "../output/table.ts";
import { ago } from "../output/times.ts";

export const command = defineCommand({
  details:
    "Before something drops or overwrites what is on the board here, the board is saved to .pm/backups. The last 10 are kept; the newest comes first.",
  examples: [
    ["pm sync backups", "lists them, with what each was made before"],
    ["pm sync restore latest", "brings back what the newest one holds"],
  ],
  async run(_, context) {
    const sync = await context.sync();
    const result = sync.ok ? await sync.value.backups() : sync;
    if (!result.ok) return result;
    const { backups } = result.value;
    return ok({
      json: result.value,
      text: (screen) => renderTable(TABLE, backups, screen),
      notes:
        backups.length === 0
          ? ["There is no backup: nothing was dropped or overwritten here yet."]
          : ["pm sync restore BACKUP brings back what one holds."],
    });
  },
});

const TABLE: Table<BackupFile> = {
  values: (one) => ({
    backup: one.name,
    made: one.made_at,
    bytes: String(one.bytes),
    before: one.before?.kind ?? "",
    file: one.before?.file ?? "",
  }),
  columns: [
    { name: "backup", cell: (one) => one.name.replace(/\.json$/, "") },
    { name: "made", cell: (one, { now }) => ago(one.made_at, now) },
    { name: "kB", cell: (one) => String(Math.ceil(one.bytes / 1000)), yields: 1 },
    { name: "before", cell: (one) => one.before?.kind ?? "" },
    { name: "file", elastic: true },
  ],
};
