import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { conditions, pageOf, records } from "./statement.ts";

export function userReads(database: Database): Pick<Reads, "users" | "usersNamed"> {
  return {
    users: (page) => {
      const asked = conditions();
      const end = pageOf(asked, ["name", "id"], "ASC", page);
      return records(database, "user", `${select("user")} ${end}`, ...asked.values);
    },
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
