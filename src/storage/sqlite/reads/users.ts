import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { records } from "./statement.ts";

export function userReads(database: Database): Pick<Reads, "usersNamed"> {
  return {
    usersNamed: (text) => {
      // SQLite folds the case of ASCII alone, and people are few.
      const wanted = fold(text);
      return records(database, "user", `${select("user")} ORDER BY id`).filter(
        (user) =>
          fold(user.name) === wanted || (user.email !== null && fold(user.email) === wanted),
      );
    },
  };
}

function fold(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}
