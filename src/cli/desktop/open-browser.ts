/**
 * Opens a URL in the person's browser.
 *
 * @returns whether a program was found that took it; a machine without a screen has none.
 */
export async function openBrowser(url: string): Promise<boolean> {
  const command = openerOf(process.platform, process.env);
  if (command === null) return false;
  try {
    const run = Bun.spawn([...command, url], { stdio: ["ignore", "ignore", "ignore"] });
    // Some openers stay until the browser ends: those that have not failed by now have opened it.
    const code = await Promise.race([run.exited, Bun.sleep(2_000).then(() => 0)]);
    run.unref();
    return code === 0;
  } catch {
    return false;
  }
}

/** The program that opens URLs on a system; null where there is no screen to open them on. */
export function openerOf(
  platform: string,
  environment: { [name: string]: string | undefined },
): string[] | null {
  if (platform === "darwin") return ["open"];
  // Not `cmd /c start`: it would read the & of a URL as its own.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (!(BROWSER || DISPLAY || WAYLAND_DISPLAY)) return null;
  return ["xdg-open"];
}
