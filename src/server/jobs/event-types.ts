import { z } from "zod";
import type { EventDefinitions } from "../events/event-definition";

const job = {
  subject: "job",
  visibleTo: "admin",
  payload: z.object({
    name: z.string().meta({ description: "The task", example: "webhooks.deliver" }),
  }),
} as const;

export const eventTypes = {
  "job.retried": { ...job, sentence: "retried the job {label}" },
  "job.discarded": { ...job, sentence: "discarded the job {label}" },
} satisfies EventDefinitions;
