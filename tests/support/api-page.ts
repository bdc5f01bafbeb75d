// The page of the HTTP API as the sources make it now.
import { apiPage, type OpenApiDocument } from "../../src/server/api-page.ts";
import { allEndpoints } from "../../src/server/app.ts";
import { describeApi } from "../../src/server/openapi.ts";

/** Nothing is served: the parts that the endpoints would use are not asked for. */
const UNUSED = { token: "", sessions: {}, windows: {}, gate: {} } as unknown as Parameters<
  typeof allEndpoints
>[0];

export function currentApiPage(): string {
  return apiPage(describeApi(allEndpoints(UNUSED), "") as OpenApiDocument);
}
