import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
export const command = defineCommand({ examples: [], run: async () => ok({ json: {}, text: "" }) });
