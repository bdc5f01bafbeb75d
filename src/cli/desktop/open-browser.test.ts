import { expect, test } from "bun:test";
import { launchersFor, type Machine } from "./open-browser.ts";

const URL = "http://127.0.0.1:1/session?code=a&b";

function commands(given: Partial<Machine>): string[][] {
  const bare: Machine = {
    platform: "linux",
    environment: {},
    home: "/home/ada",
    which: () => null,
    exists: () => false,
  };
  return launchersFor(URL, { ...bare, ...given }).map(({ command }) => command);
}

const SCREEN = { DISPLAY: ":0" };
const TAB = ["xdg-open", URL];

test.each([
  ["no screen", {}, []],
  ["an empty display", { environment: { DISPLAY: "" } }, []],
  ["a screen", { environment: SCREEN }, [TAB]],
  ["Wayland", { environment: { WAYLAND_DISPLAY: "wayland-0" } }, [TAB]],
  ["a browser of one's choice", { environment: { BROWSER: "firefox" }, which: () => "/c" }, [TAB]],
  [
    "Chromium",
    {
      environment: SCREEN,
      which: (name: string) => (name === "chromium" ? "/usr/bin/chromium" : null),
    },
    [["/usr/bin/chromium", `--app=${URL}`], TAB],
  ],
  ["a Mac", { platform: "darwin" }, [["open", URL]]],
  [
    "a Mac with Edge",
    { platform: "darwin", exists: (path: string) => path.endsWith("Microsoft Edge.app") },
    [
      ["open", "-na", "Microsoft Edge", "--args", `--app=${URL}`],
      ["open", URL],
    ],
  ],
  ["Windows", { platform: "win32" }, [["rundll32", "url.dll,FileProtocolHandler", URL]]],
  [
    "Windows with Edge",
    {
      platform: "win32",
      environment: { "ProgramFiles(x86)": "C:\\Programs" },
      exists: (path: string) => path.endsWith("msedge.exe"),
    },
    [
      ["C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe", `--app=${URL}`],
      ["rundll32", "url.dll,FileProtocolHandler", URL],
    ],
  ],
])("with %s", (_, machine, expected) => {
  expect(commands(machine)).toEqual(expected);
});
