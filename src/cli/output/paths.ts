import { isAbsolute, relative } from "node:path";

/** A path as people want to read it: relative where it lies below the folder, else whole. */
export function shownPath(path: string, folder: string): string {
  const short = relative(folder, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}
