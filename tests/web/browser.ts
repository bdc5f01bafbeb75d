// The browser of the tests: the one of `@sparticuz/chromium`, which npm brings, on Linux x64; elsewhere an
// installed Chrome.
import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";

/**
 * Not those that the package suggests: they switch off what browsers protect pages with, and our tests
 * rely on that.
 */
const ARGUMENTS = [
  "--no-sandbox",
  // Pictures are drawn by the processor: the package's own way, for machines without a screen.
  ...[
    "--in-process-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
  ],
  "--font-render-hinting=none",
  // Between us and our own server there is nobody.
  "--no-proxy-server",
];

let launched: Promise<Browser> | undefined;

/** One browser for all tests of a file. It ends with the process. */
export function sharedBrowser(): Promise<Browser> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  if (process.platform !== "linux" || process.arch !== "x64") {
    return chromium.launch({ channel: "chrome" });
  }
  // By this it unpacks the libraries that it brings, wherever it runs.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
  const { default: bundled } = await import("@sparticuz/chromium");
  return chromium.launch({
    executablePath: await oneAtATime(() => bundled.executablePath()),
    args: ARGUMENTS,
    headless: true,
  });
}

/** Longer than the unpacking ever takes: who holds the lock for longer was ended. */
const STALE_MS = 60_000;

/**
 * The browser is unpacked into the system's temporary folder once, and who comes second would start it
 * half unpacked: test files run side by side.
 */
async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const lock = join(tmpdir(), "pm-chromium.lock");
  while (!take(lock)) await Bun.sleep(50);
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > STALE_MS) rmdirSync(lock);
    return false;
  }
}
