// Written by `npm run generate` from src/server/*/event-types.ts. A test compares it with what is on disk.

import { eventTypes as apiKeysEventTypes } from "../api-keys/event-types";
import { eventTypes as articlesEventTypes } from "../articles/event-types";
import { eventTypes as authEventTypes } from "../auth/event-types";
import { eventTypes as commentsEventTypes } from "../comments/event-types";
import { eventTypes as jobsEventTypes } from "../jobs/event-types";
import { eventTypes as likesEventTypes } from "../likes/event-types";
import { eventTypes as membersEventTypes } from "../members/event-types";
import { eventTypes as tagsEventTypes } from "../tags/event-types";
import { eventTypes as tenantsEventTypes } from "../tenants/event-types";
import { eventTypes as webhooksEventTypes } from "../webhooks/event-types";

export const eventTypes = {
  ...apiKeysEventTypes,
  ...articlesEventTypes,
  ...authEventTypes,
  ...commentsEventTypes,
  ...jobsEventTypes,
  ...likesEventTypes,
  ...membersEventTypes,
  ...tagsEventTypes,
  ...tenantsEventTypes,
  ...webhooksEventTypes,
};
