import type { ErrorDefinitions } from "../platform/error-definition";

export const errorCodes = {
  cursor_expired: {
    status: 410,
    title: "The cursor is too old",
    meaning: "Events behind this cursor are not kept any more: they are for 30 days.",
    remedy:
      "Take a cursor anew (`after=latest`), then a full copy by the lists, then go on from that cursor.",
  },
  too_many_waiting: {
    status: 429,
    title: "Too many requests of this organisation wait for events",
    meaning: "As many requests wait for events (`wait`) as may in one organisation.",
    remedy:
      "Let one request wait and tell the others, or ask without `wait`. `Retry-After` says when to try again.",
  },
} satisfies ErrorDefinitions;
