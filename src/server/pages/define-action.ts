import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { assertCan, type Permission } from "../auth/permissions";
import type { SignedIn } from "../auth/resolve-session";
import { errorCodes } from "../generated/error-codes";
import { beginAction } from "../host/action-attempt";
import { runAction } from "../pipeline/pipeline";
import { assertSameOrigin } from "../pipeline/same-origin";
import { AppError } from "../platform/errors";
import { logger } from "../platform/logger";
import { toAppError } from "../platform/to-app-error";
import { echoOf, textFields } from "./form-fields";
import type { FormState } from "./form-state";
import { assertMadeFor, madeForIn, OtherPageError } from "./page-owner";
import { getSession, requestId } from "./page-session";
import { keepRefusal } from "./refused-form";

interface ActionOptions<Schema extends z.ZodType, Result> {
  schema: Schema;
  /** Fields that count as absent when they are empty: forms can't leave a field out. */
  optional?: string[];
  /** What to send instead of a result: a path. Null: the result. */
  redirectTo?: (result: Result) => string | null;
}

interface MemberAction<Schema extends z.ZodType, Result> extends ActionOptions<Schema, Result> {
  permission: Permission;
  /** For what is the same from a page of any organisation: choosing the organisation. */
  fromAnyPage?: true;
  run(call: { input: z.output<Schema>; signedIn: SignedIn; requestId: string }): Promise<Result>;
}

interface VisitorAction<Schema extends z.ZodType, Result> extends ActionOptions<Schema, Result> {
  run(call: { input: z.output<Schema>; requestId: string }): Promise<Result>;
}

/** The first argument is the state of the form, which says for whom its page was made. */
type Action<Result> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

const signedOut = "You are signed out, so nothing was saved. Sign in, then send it again.";

/**
 * A Server Action of a signed-in member. Takes the same way as a request to the API, see `runAction`. And it is carried out only
 * for a page that was made for this member in this organisation.
 */
export function defineAction<Schema extends z.ZodType, Result>(
  options: MemberAction<Schema, Result>,
): Action<Result> {
  return async (previous, form) => {
    beginAction();
    const signedIn = await getSession();
    const sender = {
      authenticate: () => {
        if (!signedIn) throw new AppError("unauthorized", signedOut);
        return signedIn;
      },
      authorise: async (actor: SignedIn) => {
        if (!options.fromAnyPage) await assertMadeFor(madeForIn(previous), actor);
        assertCan(actor.context, options.permission);
      },
    };
    const sent = {
      previous,
      form,
      signedIn,
      permission: options.permission,
      echoMax: Number.POSITIVE_INFINITY,
    };
    return perform(options, sent, sender, (call) => options.run({ ...call, signedIn: call.actor }));
  };
}

/** A Server Action for people who aren't signed in: signing in and signing up. */
export function defineVisitorAction<Schema extends z.ZodType, Result>(
  options: VisitorAction<Schema, Result>,
): Action<Result> {
  return (previous, form) => {
    beginAction();
    const sent = { previous, form, signedIn: null, echoMax: visitorEchoMax };
    return perform(options, sent, visitor, options.run);
  };
}

const visitor = { authenticate: () => null, authorise: async () => undefined };

/** Characters that a visitor's form is answered with: nothing that a visitor writes is longer. A member's text may be. */
const visitorEchoMax = 16_384;

interface Sent {
  previous: unknown;
  form: FormData;
  signedIn: SignedIn | null;
  /** What it takes to send it. */
  permission?: Permission;
  /** Characters of what was typed that the answer may hold. */
  echoMax: number;
}

/** Both throw if this sender may not send this form. */
interface Sender<Actor> {
  authenticate(): Actor;
  authorise(actor: Actor): Promise<void>;
}

async function perform<Schema extends z.ZodType, Result, Actor>(
  options: ActionOptions<Schema, Result>,
  sent: Sent,
  sender: Sender<Actor>,
  run: (call: { input: z.output<Schema>; requestId: string; actor: Actor }) => Promise<Result>,
): Promise<FormState<Result>> {
  const startedAt = performance.now();
  const id = await requestId();
  const madeFor = madeForIn(sent.previous);
  let values: Record<string, string> = {};
  let result: Result;
  try {
    result = await runAction({
      authenticate: async () => {
        assertSameOrigin(await headers());
        values = textFields(sent.form);
        return sender.authenticate();
      },
      authorise: (actor: Actor) => sender.authorise(actor),
      parse: () => {
        const given = Object.entries(values).filter(
          ([name, value]) => value !== "" || !options.optional?.includes(name),
        );
        return options.schema.parse(Object.fromEntries(given));
      },
      handle: (actor, input) => run({ input, requestId: id, actor }),
    });
  } catch (error) {
    log(error instanceof OtherPageError ? error : toAppError(error), sent.signedIn, id, startedAt);
    const isScript = (await headers()).has("next-action");
    const state = {
      kind: "error",
      ...articleErrorOf(error, sent.permission),
      madeFor,
      values: isScript ? {} : echoOf(values, sent.echoMax),
      requestId: id,
    } as const;
    if (!isScript && (state.code === "other_page" || state.code === "unauthorized")) await keepRefusal(state);
    return state;
  }
  log(undefined, sent.signedIn, id, startedAt);
  // Outside of the try: Next's redirect travels as an exception.
  const target = options.redirectTo?.(result);
  if (target) redirect(target);
  return { kind: "done", madeFor, result };
}

type Refusal = Pick<Extract<FormState<never>, { kind: "error" }>, "code" | "message" | "fields" | "now">;

function articleErrorOf(error: unknown, permission: Permission | undefined): Refusal {
  if (error instanceof OtherPageError)
    return { code: "other_page", message: error.message, fields: {}, now: error.now };
  const failure = toAppError(error);
  const fields: Record<string, string> = {};
  for (const { path, message } of failure.details ?? []) if (path && !fields[path]) fields[path] = message;
  return { code: failure.code, message: messageOf(failure, permission), fields };
}

function messageOf(error: AppError, permission: Permission | undefined): string {
  if (error.code === "validation_failed" && error.details?.some(({ path }) => path))
    return "Please check the fields below.";
  if (error.code === "internal_error") return "Something went wrong on our side. Nothing was changed.";
  if (error.code === "unavailable") return "We can't save right now. Please try again in a moment.";
  if (error.code === "insufficient_permissions" && permission) return takes[permission];
  return error.message;
}

/** Whom to ask, for whoever's role does not reach. Authors may write, but not to others' articles. */
const takes: Record<Permission, string> = {
  read: "This is for members of the organisation.",
  write: "Only the author of this article, editors and admins can do this. Viewers can read.",
  delete: "Only editors and admins can do this.",
  admin: "Only admins can do this.",
};

function log(
  failure: AppError | OtherPageError | undefined,
  signedIn: SignedIn | null,
  id: string,
  startedAt: number,
): void {
  const line = {
    requestId: id,
    tenantId: signedIn?.context.tenantId,
    userId: signedIn?.identity.userId,
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    code: failure instanceof AppError ? failure.code : failure && "other_page",
  };
  if (failure instanceof AppError && errorCodes[failure.code].status >= 500) {
    logger().error({ ...line, error: failure.cause ?? failure }, "action failed");
  } else {
    logger().info(line, "action");
  }
}
