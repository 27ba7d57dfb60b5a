import { z } from "zod";
import { jobStates } from "@/db/schema/enumerations";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";

export const sections = {
  Jobs: {
    place: 125,
    description:
      "Background work of the organisation: what waits, what runs, what failed and why. Jobs that are done are kept for a day, those that failed for 30.",
  },
} satisfies SectionDefinitions;

const state = z
  .enum(jobStates, { error: `must be ${jobStates.slice(0, -1).join(", ")} or ${jobStates.at(-1)}` })
  .meta({
    description:
      "`scheduled`: due at its time, or waits for its next attempt; `waiting`: due, and waits for a worker; `blocked`: waits for another one that must be over before; `failed`: for good, until somebody retries it",
  });

export const listJobs = z.strictObject({ ...idPage, state: state.optional() });
export type ListJobs = z.output<typeof listJobs>;

export const jobTarget = z.strictObject({ id: z.uuid() });

/** What the API shows of a job. */
export const jobResponse = z
  .object({
    id: z.uuid(),
    task: z.string().meta({ example: "webhooks.deliver" }),
    title: z.string().meta({ description: "The task, for people", example: "Deliver a webhook" }),
    state,
    runAt: z.date().meta({ description: "Before this it isn’t due" }),
    attempts: z.int().meta({ description: "How often it was tried" }),
    attemptsMax: z.int().meta({ description: "After so many it counts as failed" }),
    lastError: z
      .string()
      .nullable()
      .meta({ description: "Why the last attempt failed", example: "The receiver answered 503." }),
    requestId: z.string().meta({
      description: "The request that asked for it",
      example: "6f1c1c1e-4d8e-4f4b-9a53-0c1f2a8f3b7d",
    }),
    createdAt: z.date(),
    startedAt: z.date().nullable().meta({ description: "When the last attempt began" }),
    finishedAt: z.date().nullable().meta({ description: "When it was done, or failed for good" }),
  })
  .meta({ id: "Job" });
