/**
 * Everything that `pm doctor` can find: how bad it is, and what it means. `docs/doctor.md` has the same
 * table with the repairs; a test holds the two together.
 *
 * A problem is something that does not work, or puts data at risk; a notice is something to know of.
 */
export interface Kind {
  status: "notice" | "problem";
  meaning: string;
}

export const FINDINGS = {
  "no-board": notice("Nothing is wrong; there is nothing to look at yet."),

  "database-missing": notice("Nothing is wrong: it is made from data.json when it is needed."),
  "foreign-link": problem("It can come with a repository and lead anywhere: pm writes to none."),
  "database-damaged": problem("Commands fail, or give half of the board."),
  "database-mixed": problem(
    "The two together would be a damaged board, so commands refuse to open them.",
  ),
  "database-newer": problem(
    "This version of pm would not know what it reads, so it opens nothing.",
  ),
  "database-busy": problem(
    "Another process holds the database: commands wait for it, then give up.",
  ),
  "database-unreadable": problem("No command works until it can be opened."),

  "file-left-out": problem("What is written here stays here, and what others write does not come."),
  "file-missing": notice("git carries nothing to others yet."),
  "file-conflict": problem("git has left it in conflict. Nothing goes out or comes in meanwhile."),
  "file-duplicates": problem("A merge of lines has doubled records. Nothing goes out or comes in."),
  "file-newer": problem("A newer pm has written it. This one leaves it alone."),
  "file-unreadable": problem("It is no board. Nothing goes out or comes in until it is one again."),
  "file-not-canonical": notice("It can be read; lines that say nothing new make merges conflict."),

  "base-news": notice("What git has brought is not on the board here yet."),
  "base-unshared": notice("It is only in the database here, which git does not carry."),
  "base-disagrees": problem("An export would take the file for up to date, and it is not."),

  "record-flag": notice("A merge brought it; it is kept as it is, and shown as well as it can be."),
  "conflict-unseen": notice(
    "Two people wrote the same field. The newer value stands, for everybody.",
  ),
  "journal-unreadable": notice("What lost a contest in a merge may be in it."),

  "pm-not-on-path": problem(
    "The hooks and the merge driver call pm by that name: they do nothing.",
  ),
  "pm-other-version": notice("The hooks and the merge driver run that one, not this."),
  "git-missing": problem("Nothing carries the board, and nobody knows who you are."),
  "git-directory-missing": problem("git does not work here, and so nothing carries the board."),
  "hooks-not-installed": notice("git carries the board only where you export and import by hand."),
  "hook-missing": problem("Some of git's commands carry the board, and others do not."),
  "hook-disabled": problem("git does not run it, so it does not carry the board."),
  "hook-outdated": notice("Another version of pm has written it."),
  "hooks-elsewhere": problem("git does not look into the folder in which pm's hooks are."),

  "driver-missing": problem("The rule names a driver that this clone has not: git merges text."),
  "driver-outdated": notice("Another version of pm has set it up."),
  "attribute-missing": problem("git merges the board as text, and conflicts have to be resolved."),
  "attribute-overridden": problem(
    "git merges the board as text, and conflicts have to be resolved.",
  ),
  "line-ends-unset": notice("On another system git may change every line of the file."),
  "attributes-untracked": notice("Other clones get no rule for the merge driver."),

  "board-ignored": problem("git does not carry the board."),
  "board-untracked": notice("git does not carry the board until it is added."),
  "board-hidden": problem(
    "git does not look whether the board has changed, and commits nothing of it.",
  ),
  "machine-tracked": problem(
    "What belongs to this machine goes to everybody with the next commit.",
  ),
  "machine-not-ignored": problem("One git add sweeps it into a commit."),
  "exclude-missing": notice("On a branch from before the board, git add sweeps the database in."),

  "identity-unreadable": problem("Nobody can write: pm does not know who you are."),
  "identity-exposed": problem("Nobody can write: such a file can come with a repository."),
  "identity-differs": notice("Your commits and your changes of the board have different authors."),
  "identity-random": notice("On another machine you would be another person."),

  "server-stale": notice("A server has crashed. Commands look for it in vain, which takes time."),
  "server-foreign": notice("It came along when the folder was copied or moved."),
  "server-exposed": problem("Others on this machine can read the token, and the board with it."),
  "server-other-version": notice("Commands work through that server."),
  "server-hidden": notice("A process serves this board, and commands do not find it."),

  "config-unreadable": problem("pm-server does not start."),
  "config-ignored": notice("What a push could set is not followed."),

  "not-writable": problem("Nothing can be written."),
  "not-a-folder": problem("What is kept there is not: backups, or what lost a contest in a merge."),
  "not-mine": problem("pm may not write, or writes what you may not."),

  "clock-behind": notice("New changes count on from the newest one, so none of them loses by it."),
  "stamp-in-future": notice("Until then, only who has seen that change can write over it."),
  "stamp-endless": problem("No edit can be newer: the value would come back with every merge."),

  "disk-full": problem("The next export or import may find no room. It would leave all as it is."),
  leftovers: notice("A process was killed while it wrote. Nothing of it is missing elsewhere."),
} as const satisfies { readonly [code: string]: Kind };

export type Code = keyof typeof FINDINGS;

function notice(meaning: string): Kind {
  return { status: "notice", meaning };
}

function problem(meaning: string): Kind {
  return { status: "problem", meaning };
}
