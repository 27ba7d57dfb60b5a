// Written by `npm run generate` from src/server/jobs/tasks/*.ts. A test compares it with what is on disk.
import { task as checkJobs } from "../jobs/tasks/check-jobs";
import { task as deleteExpiredMails } from "../jobs/tasks/delete-expired-mails";
import { task as deleteExpiredSessions } from "../jobs/tasks/delete-expired-sessions";
import { task as deleteFinishedJobs } from "../jobs/tasks/delete-finished-jobs";
import { task as deleteIdempotentAnswers } from "../jobs/tasks/delete-idempotent-answers";
import { task as deleteOldDeliveries } from "../jobs/tasks/delete-old-deliveries";
import { task as deleteOldInvitations } from "../jobs/tasks/delete-old-invitations";
import { task as deliverWebhook } from "../jobs/tasks/deliver-webhook";
import { task as resumeWebhook } from "../jobs/tasks/resume-webhook";

export const tasks = [
  checkJobs,
  deleteExpiredMails,
  deleteExpiredSessions,
  deleteFinishedJobs,
  deleteIdempotentAnswers,
  deleteOldDeliveries,
  deleteOldInvitations,
  deliverWebhook,
  resumeWebhook,
];
