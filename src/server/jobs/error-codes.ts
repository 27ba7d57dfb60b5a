import { type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  job_not_found: {
    status: 404,
    title: "Job not found",
    meaning:
      "There is no such job, or it is over and was deleted: those that are done are kept for a day, those that failed for 30.",
    remedy: notFoundRemedy,
  },
  job_not_retryable: {
    status: 409,
    title: "The job can’t be retried now",
    meaning: "Only a job that failed, or that waits for its next attempt, can be retried.",
    remedy: "Read the job: it waits for a worker already, runs at this moment, or is done.",
  },
  job_is_running: {
    status: 409,
    title: "The job is running",
    meaning: "A job can’t be discarded while a worker runs it.",
    remedy: "Try again when the attempt is over.",
  },
} satisfies ErrorDefinitions;
