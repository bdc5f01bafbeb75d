import type { User } from "../../domain/entities.ts";
import type { Instant } from "../../domain/instant.ts";
import { namedPersonId } from "./ids.ts";

/** Older than anything that somebody writes, so that a name given in `pm` stays. */
const LONG_AGO = "1970-01-01T00:00:00.000Z" as Instant;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const NAME_MAX = 200;

/** The people of a file, who are nothing but names in it. */
export interface People {
  /** The id of the person with this name; null for no name. */
  idOf(name: string): string | null;
  users(): User[];
}

/**
 * @param personId the id of a person with an email: the same as in the rest of the board.
 */
export function gatherPeople(personId: (email: string) => string): People {
  const ids = new Map<string, string>();
  return {
    idOf(name) {
      if (name.trim() === "") return null;
      let id = ids.get(name);
      if (id === undefined) {
        id = EMAIL.test(name) ? personId(name) : namedPersonId(name);
        ids.set(name, id);
      }
      return id;
    },
    users: () =>
      [...ids].map(([name, id]) => ({
        id,
        name: [...name].slice(0, NAME_MAX).join(""),
        email: EMAIL.test(name) ? name : null,
        updated_at: LONG_AGO,
        field_updated_at: null,
        extra: null,
      })),
  };
}
