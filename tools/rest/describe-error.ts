import { z } from "zod";
import { printable } from "../terminal/printable";

const errorSchema = z.object({
  error: z.string(),
  code: z.string().optional(),
  requestId: z.string().optional(),
  details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** What an error answer says, in one line that is not too long. */
export function describeError(status: number, body: unknown): string {
  const parsed = errorSchema.safeParse(body);
  if (!parsed.success) return `${status}`;
  const { error, details = [], requestId } = parsed.data;
  const fields = details.map(({ path, message }) => (path ? `${path} ${message}` : message)).join("; ");
  const request = status >= 500 && requestId ? ` (request ${requestId})` : "";
  return printable(`${status} ${error}${fields ? `: ${fields}` : ""}${request}`);
}
