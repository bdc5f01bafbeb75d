/** Opens the web board: in a window of its own where a browser has such, else in a tab. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** `window`: without a browser's bars, as an application; `tab`: in the browser that is set as one's own. */
export type Opened = "window" | "tab";

export interface Launcher {
  opens: Opened;
  command: string[];
}

/** What the choice of a browser hangs on. */
export interface Machine {
  platform: string;
  environment: { [name: string]: string | undefined };
  home: string;
  /** The path of a program; null where there is none of that name. */
  which(name: string): string | null;
  exists(path: string): boolean;
}

const FAILS_WITHIN_MS = 2_000;

/**
 * Opens a URL in the person's browser.
 *
 * @param inTab in a tab, even where a window of its own could be had.
 * @returns how; null where no program took it: a machine without a screen has none.
 */
export async function openBrowser(url: string, inTab: boolean): Promise<Opened | null> {
  const launchers = launchersFor(url, {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    which: Bun.which,
    exists: existsSync,
  });
  for (const { opens, command } of launchers) {
    if (inTab && opens === "window") continue;
    if (await launch(command)) return opens;
  }
  return null;
}

async function launch(command: string[]): Promise<boolean> {
  try {
    // A session of its own: a browser that is started by this outlives the terminal.
    const run = Bun.spawn(command, { stdio: ["ignore", "ignore", "ignore"], detached: true });
    // Some stay until the browser ends: those that have not failed by now have opened it.
    const code = await Promise.race([run.exited, Bun.sleep(FAILS_WITHIN_MS).then(() => 0)]);
    run.unref();
    return code === 0;
  } catch {
    return false;
  }
}

/** Browsers that open a page as an application, by the names of their programs. */
const LINUX = [
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
  "microsoft-edge",
  "microsoft-edge-stable",
  "brave-browser",
];
const MAC = ["Google Chrome", "Microsoft Edge", "Chromium", "Brave Browser"];
const WINDOWS = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

/** The programs to open a URL with, the best first; none where there is no screen. */
export function launchersFor(url: string, machine: Machine): Launcher[] {
  const { platform, environment } = machine;
  const app = `--app=${url}`;
  if (platform === "darwin") {
    const folders = ["/Applications", join(machine.home, "Applications")];
    const found = MAC.find((name) =>
      folders.some((folder) => machine.exists(join(folder, `${name}.app`))),
    );
    const window = found && ["open", "-na", found, "--args", app];
    return ordered(window, ["open", url]);
  }
  if (platform === "win32") {
    const folders = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap(
      (name) => environment[name] ?? [],
    );
    const found = WINDOWS.flatMap((path) => folders.map((folder) => `${folder}\\${path}`)).find(
      (path) => machine.exists(path),
    );
    // Not `cmd /c start`: it would read the & of a URL as its own.
    return ordered(found && [found, app], ["rundll32", "url.dll,FileProtocolHandler", url]);
  }
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (!(BROWSER || DISPLAY || WAYLAND_DISPLAY)) return [];
  // Who names a browser wants that one.
  const found = BROWSER ? undefined : LINUX.map(machine.which).find((path) => path !== null);
  return ordered(found && [found, app], ["xdg-open", url]);
}

function ordered(window: string[] | "" | null | undefined, tab: string[]): Launcher[] {
  const launchers: Launcher[] = [{ opens: "tab", command: tab }];
  return window ? [{ opens: "window", command: window }, ...launchers] : launchers;
}
