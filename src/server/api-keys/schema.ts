import { z } from "zod";
import { apiKeyKinds, roles } from "@/db/schema/enumerations";
import { line } from "../platform/text";

export const createApiKey = z.strictObject({
  name: line(80),
  kind: z.enum(apiKeyKinds, { error: "must be secret or publishable" }),
  /** What a secret key may do; a publishable key reads published content whatever stands here. */
  role: z.enum(roles, { error: "must be admin, editor, author or viewer" }).default("viewer"),
  /** Days until it ends by itself; none: it doesn't. */
  expiresInDays: z.coerce.number().int().min(1).max(3650).optional(),
});
export type CreateApiKey = z.output<typeof createApiKey>;
