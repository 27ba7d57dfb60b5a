import { z } from "zod";
import { articleStatuses, scheduleProblems } from "@/db/schema/enumerations";
import type { EventDefinitions } from "../events/event-definition";
import { changed, slug, title, version } from "../events/payload-fields";

const about = { subject: "article", visibleTo: "read" } as const;
const state = z.object({ title, slug, version });
const at = z.iso.datetime();
const scheduledFor = at
  .optional()
  .meta({ description: "The time that it was scheduled for, where nobody did it by hand" });
const schedule = state.extend({
  publishAt: at.nullable(),
  unpublishAt: at.nullable(),
  scheduleProblem: z.enum(scheduleProblems).nullable(),
});

export const eventTypes = {
  "article.created": {
    ...about,
    sentence: "started {label}",
    payload: state.extend({ status: z.enum(articleStatuses) }),
  },
  "article.updated": {
    ...about,
    sentence: "edited {label}",
    payload: state.extend({
      changed,
      autosave: z
        .boolean()
        .optional()
        .meta({ description: "True for a change that nobody asked to be saved" }),
    }),
  },
  "article.restored": {
    ...about,
    sentence: "restored an earlier text of {label}",
    payload: state.extend({ revisionId: z.uuid(), revision: z.int().meta({ example: 2 }) }),
  },
  "article.published": {
    ...about,
    sentence: "published {label}",
    payload: state.extend({ scheduledFor, unpublishAt: at.nullable().optional() }),
  },
  "article.unpublished": {
    ...about,
    sentence: "took back {label} to the drafts",
    payload: state.extend({ scheduledFor }),
  },
  "article.scheduled": { ...about, sentence: "scheduled {label}", payload: schedule },
  "article.schedule_cancelled": { ...about, sentence: "cancelled the schedule of {label}", payload: state },
  "article.schedule_held": {
    ...about,
    sentence: "had scheduled {label}, but it was left as it is",
    payload: schedule,
  },
  "article.archived": { ...about, sentence: "archived {label}", payload: state },
  "article.deleted": { ...about, sentence: "deleted {label}", payload: z.object({ title, slug }) },
} satisfies EventDefinitions;
