import { z } from "zod";
import { commentStatuses } from "@/db/schema/enumerations";
import type { EventDefinitions } from "../events/event-definition";
import { title } from "../events/payload-fields";

const about = { subject: "comment", visibleTo: "read" } as const;
const article = z.object({ articleId: z.uuid(), title });
const payload = article.extend({ status: z.enum(commentStatuses) });

export const eventTypes = {
  "comment.created": { ...about, sentence: "commented on {label}", payload },
  "comment.deleted": { ...about, sentence: "deleted a comment on {label}", payload: article },
  "comment.updated": { ...about, sentence: "edited a comment on {label}", payload },
  "comment.approved": { ...about, sentence: "approved a comment on {label}", payload },
  "comment.rejected": { ...about, sentence: "rejected a comment on {label}", payload },
} satisfies EventDefinitions;
