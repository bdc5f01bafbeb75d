/** What the system refused to do with a file, in words that say what helps. */

interface Words {
  message: string;
  hint?: string;
}

/** @returns null where it is no error of the system. */
export function fileFailure(error: unknown): Words | null {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return null;
  const path = "path" in error && typeof error.path === "string" ? error.path : null;
  if (path === null) return { message: error.message };
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return { message: `No permission for ${path}`, hint: "`pm doctor` says what helps." };
    case "EROFS":
      return { message: `${path} is on a disk that cannot be written to.` };
    case "EISDIR":
      return { message: `${path} is a folder, and a file is needed there.` };
    case "EEXIST":
    case "ENOTDIR":
      return { message: `A file is in the way of a folder: ${path}`, hint: "Move it away." };
    default:
      return { message: error.message };
  }
}
