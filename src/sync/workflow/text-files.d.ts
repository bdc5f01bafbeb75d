/** A file that is part of the executable, as its text. */
declare module "*.yml" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how Bun gives a file.
  export default text;
}
