import { insertToken } from "@/db/repositories/outside-tenants/tokens";
import * as users from "@/db/repositories/outside-tenants/users";
import { normaliseEmail } from "../auth/email";
import { addressOf, makeToken } from "../auth/tokens";
import { database } from "../platform/database";
import type { Mail } from "../platform/mail";
import type { OutboxEntry } from "./outbox";
import { alreadySignedUpMail } from "./templates/already-signed-up";
import { finishSignUpMail } from "./templates/finish-sign-up";
import { resetPasswordMail } from "./templates/reset-password";

/**
 * The mail that an order stands for; null if it turns out that there is none to send. Runs after the request was
 * answered, so that neither the answer nor its time depends on whether there is an account.
 */
export function composeMail(order: OutboxEntry): Promise<Mail | null> | Mail {
  if (order.kind === "mail") return order.mail;
  return order.kind === "reset_password" ? writeReset(order) : writeSignUp(order);
}

async function writeReset({ email }: { email: string }): Promise<Mail | null> {
  const account = await users.findCredentials(database(), normaliseEmail(email));
  if (!account) return null;
  // To the address as its owner wrote it, not as somebody typed it here.
  const { userId, name, email: to } = account;
  const { token, row } = makeToken("reset_password", { userId, email: to });
  await insertToken(database(), row);
  return resetPasswordMail({ to, name, url: addressOf(`/reset-password/${token}`) });
}

async function writeSignUp(order: Extract<OutboxEntry, { kind: "sign_up" }>): Promise<Mail> {
  const account = await users.findCredentials(database(), normaliseEmail(order.email));
  const { email: to } = account ?? order;
  const { token, row } = makeToken("sign_up", {
    userId: account?.userId ?? null,
    email: to,
    payload: order.signUp,
  });
  await insertToken(database(), row);
  const url = addressOf(`/register/${token}`);
  return account
    ? alreadySignedUpMail({ to, name: account.name, url, resetUrl: addressOf("/forgot-password") })
    : finishSignUpMail({ to, url });
}
