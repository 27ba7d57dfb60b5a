// Written by `npm run generate` from src/server/*/error-codes.ts. A test compares it with what is on disk.

import { errorCodes as apiKeysErrorCodes } from "../api-keys/error-codes";
import {
  constraintErrors as articlesConstraintErrors,
  errorCodes as articlesErrorCodes,
} from "../articles/error-codes";
import { constraintErrors as authConstraintErrors, errorCodes as authErrorCodes } from "../auth/error-codes";
import { errorCodes as commentsErrorCodes } from "../comments/error-codes";
import { errorCodes as eventsErrorCodes } from "../events/error-codes";
import { errorCodes as jobsErrorCodes } from "../jobs/error-codes";
import {
  constraintErrors as membersConstraintErrors,
  errorCodes as membersErrorCodes,
} from "../members/error-codes";
import { errorCodes as platformErrorCodes } from "../platform/error-codes";
import { constraintErrors as tagsConstraintErrors, errorCodes as tagsErrorCodes } from "../tags/error-codes";
import {
  constraintErrors as tenantsConstraintErrors,
  errorCodes as tenantsErrorCodes,
} from "../tenants/error-codes";
import { errorCodes as webhooksErrorCodes } from "../webhooks/error-codes";

export const errorCodes = {
  ...apiKeysErrorCodes,
  ...articlesErrorCodes,
  ...authErrorCodes,
  ...commentsErrorCodes,
  ...eventsErrorCodes,
  ...jobsErrorCodes,
  ...membersErrorCodes,
  ...platformErrorCodes,
  ...tagsErrorCodes,
  ...tenantsErrorCodes,
  ...webhooksErrorCodes,
};
export const constraintErrors = {
  ...articlesConstraintErrors,
  ...authConstraintErrors,
  ...membersConstraintErrors,
  ...tagsConstraintErrors,
  ...tenantsConstraintErrors,
};
