/**
 * How the executable is compiled. Its start-up time decides. Measured on 2 cores, `pm --version` with
 * Hono, Zod and 1 MB of other code in the executable, against 3.7 ms for a compiled hello world:
 *   --minify                                  44 ms (all code is parsed at start)
 *   --minify --bytecode                        8 ms
 *   --minify --splitting                       4.1 ms, but 47 ms once that code is imported
 *   --minify --splitting --bytecode            3.8 ms, and 11 ms once that code is imported
 * So: whatever a command does not need must sit behind `await import(...)`.
 */
export const COMPILE_FLAGS: readonly string[] = [
  "--compile",
  "--minify",
  "--splitting",
  "--bytecode",
  "--format=esm",
  // Embedded, and read only when a stack trace is printed: traces name the lines of src.
  "--sourcemap=linked",
  // The executable runs inside other people's repositories: their files must not steer it.
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
];
