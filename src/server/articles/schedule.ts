import type { LockedArticle, Schedule } from "@/db/repositories/articles";
import { invalidField } from "../platform/errors";
import type { UpdateArticle } from "./schema";

export const unscheduled: Schedule = {
  publishAt: null,
  unpublishAt: null,
  scheduledBy: null,
  scheduleProblem: null,
};

type Input = Pick<UpdateArticle, "publishAt" | "unpublishAt">;

/**
 * What is scheduled for an article once somebody has changed it; whoever does answers for all of it. Throws `already_published`,
 * `not_published`, `validation_failed`, each for its field.
 */
export function reschedule(
  before: Pick<LockedArticle, "status" | keyof Schedule>,
  input: Input,
  scheduledByNow: string,
): Schedule {
  const { scheduledBy, scheduleProblem } = before;
  if (input.publishAt === undefined && input.unpublishAt === undefined)
    return { publishAt: before.publishAt, unpublishAt: before.unpublishAt, scheduledBy, scheduleProblem };
  const { publishAt = before.publishAt, unpublishAt = before.unpublishAt } = input;
  const isPublished = before.status === "published";
  if (isPublished && publishAt)
    throw invalidField("publishAt", "is only for an article that is not published", "already_published");
  if (!isPublished && !publishAt) {
    if (!input.unpublishAt) return unscheduled;
    const message = "is only for an article that is published, or is scheduled to be: send publishAt too";
    throw invalidField("unpublishAt", message, "not_published");
  }
  if (publishAt && unpublishAt && unpublishAt <= publishAt) throw wrongOrder(input, publishAt, unpublishAt);
  if (!publishAt && !unpublishAt) return unscheduled;
  // What was left undone is scheduled anew by a new time for it, not by one for what comes after.
  const isAnew = isPublished ? input.unpublishAt : input.publishAt;
  return scheduleProblem && !isAnew
    ? { publishAt, unpublishAt, scheduledBy, scheduleProblem }
    : { publishAt, unpublishAt, scheduledBy: scheduledByNow, scheduleProblem: null };
}

function wrongOrder(input: Input, publishAt: Date, unpublishAt: Date) {
  return input.unpublishAt
    ? invalidField("unpublishAt", `must be after publishAt, ${publishAt.toISOString()}`)
    : invalidField("publishAt", `must be before unpublishAt, ${unpublishAt.toISOString()}`);
}

/** What is still scheduled for an article that somebody publishes now, and then answers for. */
export function scheduleAfterPublication({ unpublishAt }: Schedule, publishedBy: string | null): Schedule {
  return unpublishAt && unpublishAt.getTime() > Date.now()
    ? { ...unscheduled, unpublishAt, scheduledBy: publishedBy }
    : unscheduled;
}

/** For payloads of events. */
export function timesOf({ publishAt, unpublishAt, scheduleProblem }: Omit<Schedule, "scheduledBy">) {
  return {
    publishAt: publishAt?.toISOString() ?? null,
    unpublishAt: unpublishAt?.toISOString() ?? null,
    scheduleProblem,
  };
}

export function isSameSchedule(one: Schedule, other: Schedule): boolean {
  return (
    one.publishAt?.getTime() === other.publishAt?.getTime() &&
    one.unpublishAt?.getTime() === other.unpublishAt?.getTime() &&
    one.scheduledBy === other.scheduledBy &&
    one.scheduleProblem === other.scheduleProblem
  );
}
