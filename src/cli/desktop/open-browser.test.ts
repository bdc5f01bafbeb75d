import { expect, test } from "bun:test";
import { openerOf } from "./open-browser.ts";

test.each([
  ["darwin", {}, ["open"]],
  ["win32", {}, ["rundll32", "url.dll,FileProtocolHandler"]],
  ["linux", { DISPLAY: ":0" }, ["xdg-open"]],
  ["linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open"]],
  ["linux", { BROWSER: "firefox" }, ["xdg-open"]],
  ["linux", { DISPLAY: "" }, null],
  ["linux", {}, null],
])("on %s with %j", (platform, environment, opener) => {
  expect(openerOf(platform, environment)).toEqual(opener);
});
