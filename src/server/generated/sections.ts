// Written by `npm run generate` from src/server/*/schema.ts. A test compares it with what is on disk.

import { sections as apiKeysSections } from "../api-keys/schema";
import { sections as articlesSections } from "../articles/schema";
import { sections as auditSections } from "../audit/schema";
import { sections as authSections } from "../auth/schema";
import { sections as commentsSections } from "../comments/schema";
import { sections as eventsSections } from "../events/schema";
import { sections as exportSections } from "../export/schema";
import { sections as jobsSections } from "../jobs/schema";
import { sections as likesSections } from "../likes/schema";
import { sections as membersSections } from "../members/schema";
import { sections as searchSections } from "../search/schema";
import { sections as tagsSections } from "../tags/schema";
import { sections as tenantsSections } from "../tenants/schema";
import { sections as webhooksSections } from "../webhooks/schema";

export const sections = {
  ...apiKeysSections,
  ...articlesSections,
  ...auditSections,
  ...authSections,
  ...commentsSections,
  ...eventsSections,
  ...exportSections,
  ...jobsSections,
  ...likesSections,
  ...membersSections,
  ...searchSections,
  ...tagsSections,
  ...tenantsSections,
  ...webhooksSections,
};
