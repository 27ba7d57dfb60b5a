import type { Plan } from "@/db/schema/enumerations";
import { config } from "../platform/config";

/** Requests a minute of all an organisation's keys and members together, as a part of what the standard plan has. */
const shares: Record<Plan, number> = { small: 0.2, standard: 1, large: 10 };

export function requestsPerMinute(plan: Plan): number {
  return Math.max(1, Math.round(config().rateLimit.organisationMax * shares[plan]));
}

/** What an organisation may store. */
export interface StorageLimits {
  articles: number;
  comments: number;
  tags: number;
  /** Of titles and Markdown, earlier revisions included. */
  bytes: number;
}

export function storageLimits(plan: Plan): StorageLimits {
  const { articlesMax, bytesMax } = config().storage;
  const articles = Math.max(1, Math.round(articlesMax * shares[plan]));
  return { articles, comments: articles * 10, tags: articles, bytes: Math.round(bytesMax * shares[plan]) };
}

const invitations: Record<Plan, number> = { small: 50, standard: 500, large: 5_000 };

/** Invitations that an organisation may send in a day, those that are sent again included. */
export function invitationsPerDay(plan: Plan): number {
  return invitations[plan];
}
