// `npm run docs`: writes docs/http-api.md from the schemas of the server.
import { join } from "node:path";
import { currentApiPage } from "../tests/support/api-page.ts";

await Bun.write(join(import.meta.dir, "..", "docs", "http-api.md"), currentApiPage());
