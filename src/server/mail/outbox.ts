import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { NewMailRow } from "@/db/repositories/outside-tenants/mails";
import { seal, unseal } from "../platform/encryption";
import type { Mail } from "../platform/mail";

/**
 * What waits in the outbox. Besides mails there are orders to write one: a request that must not tell whether an address
 * has an account writes the same order for every address, and the look-up happens behind it (`compose.ts`).
 */
const order = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("mail"),
    mail: z.object({
      to: z.string(),
      subject: z.string(),
      text: z.string(),
      html: z.string(),
      link: z.string().optional(),
    }),
  }),
  z.object({ kind: z.literal("reset_password"), email: z.string() }),
  z.object({
    kind: z.literal("sign_up"),
    email: z.string(),
    /** The sign-up itself, encrypted; see `tenants/verified-sign-up.ts`. */
    signUp: z.string(),
  }),
]);
export type OutboxEntry = z.output<typeof order>;

/** A row for the outbox. Encrypted and bound to its id, since it may hold a link; worthless after `lifetimeMs`. */
export function outboxRow(content: OutboxEntry, lifetimeMs: number): NewMailRow {
  const id = uuidv7();
  const payload = seal(JSON.stringify(content), `mail:${id}`);
  return { id, payload, expiresAt: new Date(Date.now() + lifetimeMs) };
}

export function outboxMailRow(mail: Mail, lifetimeMs: number): NewMailRow {
  return outboxRow({ kind: "mail", mail }, lifetimeMs);
}

export function readOutboxEntry({ id, payload }: { id: string; payload: string }): OutboxEntry {
  return order.parse(JSON.parse(unseal(payload, `mail:${id}`)));
}
