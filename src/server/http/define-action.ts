import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { assertCan, type Permission } from "../auth/permissions";
import type { SignedIn } from "../auth/resolve-session";
import type { AppError, ErrorCode } from "../platform/errors";
import { logger } from "../platform/logger";
import { toAppError } from "../platform/to-app-error";
import { getSession, requestId } from "./page-session";
import { safeNext } from "./paths";
import { assertSameOrigin } from "./same-origin";
import { statuses } from "./statuses";

/** What a form shows after it was sent. */
export type FormState<Result = undefined> =
  | { kind: "idle" }
  | { kind: "done"; result: Result }
  | {
      kind: "error";
      /** For pages that offer a way out of a certain error. */
      code: ErrorCode;
      /** For the whole form. */
      message: string;
      /** By the name of the field. */
      fields: Record<string, string>;
      /** What was typed, so that it isn't lost; passwords and codes excepted. */
      values: Record<string, string>;
      requestId: string;
    };

interface ActionOptions<Schema extends z.ZodType, Result> {
  schema: Schema;
  /** Fields that count as absent when they are empty: forms can't leave a field out. */
  optional?: string[];
  /** What to send instead of a result: a path. */
  redirectTo?: (result: Result) => string;
}

interface MemberAction<Schema extends z.ZodType, Result> extends ActionOptions<Schema, Result> {
  permission: Permission;
  run(call: { input: z.output<Schema>; signedIn: SignedIn; requestId: string }): Promise<Result>;
}

interface VisitorAction<Schema extends z.ZodType, Result> extends ActionOptions<Schema, Result> {
  run(call: { input: z.output<Schema>; requestId: string }): Promise<Result>;
}

type Action<Result> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

/** A Server Action of a signed-in member. Takes the same way as a REST request: origin → actor → permission → parse → service. */
export function defineAction<Schema extends z.ZodType, Result>(
  options: MemberAction<Schema, Result>,
): Action<Result> {
  return async (_previous, form) => {
    const signedIn = await getSession();
    if (!signedIn) redirect(`/login?next=${encodeURIComponent(await senderPath())}`);
    const authorise = () => assertCan(signedIn.context, options.permission);
    return perform(options, form, { signedIn, authorise }, (input, id) =>
      options.run({ input, signedIn, requestId: id }),
    );
  };
}

/** The page that sent the form, to come back to after signing in. */
async function senderPath(): Promise<string> {
  const referer = (await headers()).get("referer") ?? "";
  return safeNext(URL.canParse(referer) ? new URL(referer).pathname : null);
}

/** A Server Action for people who aren't signed in: signing in and signing up. */
export function defineVisitorAction<Schema extends z.ZodType, Result>(
  options: VisitorAction<Schema, Result>,
): Action<Result> {
  return (_previous, form) =>
    perform(options, form, visitor, (input, id) => options.run({ input, requestId: id }));
}

interface Sender {
  signedIn: SignedIn | null;
  /** Throws if this sender may not send this form. */
  authorise: () => void;
}

const visitor: Sender = { signedIn: null, authorise: () => undefined };

async function perform<Schema extends z.ZodType, Result>(
  options: ActionOptions<Schema, Result>,
  form: FormData,
  { signedIn, authorise }: Sender,
  run: (input: z.output<Schema>, requestId: string) => Promise<Result>,
): Promise<FormState<Result>> {
  const startedAt = performance.now();
  const id = await requestId();
  const values = valuesOf(form);
  let result: Result;
  try {
    assertSameOrigin(await headers());
    // Before the form is looked at: whoever may not send it learns nothing of how it should have been filled in.
    authorise();
    const given = Object.entries(values).filter(
      ([name, value]) => value !== "" || !options.optional?.includes(name),
    );
    result = await run(options.schema.parse(Object.fromEntries(given)), id);
  } catch (error) {
    const failure = toAppError(error);
    log(failure, signedIn, id, startedAt);
    return errorState(failure, values, id);
  }
  log(undefined, signedIn, id, startedAt);
  // Outside of the try: Next's redirect travels as an exception.
  if (options.redirectTo) redirect(options.redirectTo(result));
  return { kind: "done", result };
}

function valuesOf(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    // Next adds fields of its own to a form that is sent before its script has loaded.
    if (!name.startsWith("$") && typeof value === "string") values[name] = value;
  }
  return values;
}

function errorState(error: AppError, values: Record<string, string>, id: string): FormState<never> {
  const fields: Record<string, string> = {};
  for (const { path, message } of error.details ?? []) if (path && !fields[path]) fields[path] = message;
  const shown = Object.fromEntries(Object.entries(values).filter(([name]) => !isSecretField(name)));
  return { kind: "error", code: error.code, message: messageOf(error), fields, values: shown, requestId: id };
}

/** What must be typed again: it has no place in a page. */
function isSecretField(name: string): boolean {
  return /password|code|token/i.test(name);
}

function messageOf(error: AppError): string {
  if (error.code === "validation_failed") return "Please check the fields below.";
  if (error.code === "internal_error") return "Something went wrong on our side. Nothing was changed.";
  if (error.code === "unavailable") return "We can't save right now. Please try again in a moment.";
  return error.message;
}

function log(failure: AppError | undefined, signedIn: SignedIn | null, id: string, startedAt: number): void {
  const line = {
    requestId: id,
    tenantId: signedIn?.context.tenantId,
    userId: signedIn?.identity.userId,
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    code: failure?.code,
  };
  if (failure && statuses[failure.code] >= 500) {
    logger().error({ ...line, error: failure.cause ?? failure }, "action failed");
  } else {
    logger().info(line, "action");
  }
}
