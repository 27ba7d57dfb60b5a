// What happens: the feed of events, for members and secret keys.
import { followEvents } from "@/server/events/feed";
import { eventResponse, feedMeta, followEvents as query } from "@/server/events/schema";
import { defineResource, operation } from "@/server/pipeline/define-resource";
import { ok } from "@/server/pipeline/responses";

export const { GET, POST, PUT, PATCH, DELETE } = defineResource({
  GET: operation({
    id: "followEvents",
    summary: "Follow what happens",
    description: `Events in the order of the feed. Going on from \`meta.nextCursor\` each time, no event is missed and none comes twice,
however many write at once. Events are in it for 30 days. Those that a role may not see are left out: invitations and API keys are
for admins. A page may be shorter than \`limit\`, or empty, and still have more behind it: \`meta.hasMore\` tells. The guide
is at /docs/keeping-a-copy.`,
    section: "Events",
    permission: "read",
    query,
    data: eventResponse.array(),
    meta: feedMeta,
    errors: ["cursor_expired", "too_many_waiting"],
    handle: async ({ context, query, request: { signal }, renew }) => {
      const { items, nextCursor, hasMore } = await followEvents(context, query, { signal, renew });
      return ok(items, { meta: { limit: query.limit, nextCursor, hasMore } });
    },
  }),
});
