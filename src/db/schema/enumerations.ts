/**
 * Closed sets of words that are stored as `text` with a CHECK: enum columns can't use an index under row security,
 * because enum equality is not leakproof.
 */
export const roles = ["admin", "editor", "author", "viewer"] as const;
export type Role = (typeof roles)[number];

/** What an organisation may use; what each means is in the server's `plans.ts`. */
export const plans = ["small", "standard", "large"] as const;
export type Plan = (typeof plans)[number];

export const memberStatuses = ["active", "suspended", "removed"] as const;
export type MemberStatus = (typeof memberStatuses)[number];

export const articleStatuses = ["draft", "published", "archived"] as const;
export type ArticleStatus = (typeof articleStatuses)[number];

/** `not_allowed`: who planned it may not publish it any more; `window_passed`: it should have been taken back by then already. */
export const scheduleProblems = ["not_allowed", "window_passed"] as const;
export type ScheduleProblem = (typeof scheduleProblems)[number];

export const commentStatuses = ["pending", "approved", "rejected"] as const;
export type CommentStatus = (typeof commentStatuses)[number];

export const apiKeyKinds = ["secret", "publishable"] as const;
export type ApiKeyKind = (typeof apiKeyKinds)[number];

/**
 * `scheduled`: due at its time; `waiting`: due, and waits for a worker; `blocked`: waits for one with the same key that was made
 * before; `failed`: for good, until somebody retries it.
 */
export const jobStates = ["scheduled", "waiting", "blocked", "running", "failed", "done"] as const;
export type JobState = (typeof jobStates)[number];

export const actorTypes = ["member", "api_key", "system"] as const;

/** What a link or a challenge that was handed out is good for; a token of one purpose is nothing for another. */
export const tokenPurposes = [
  "verify_email",
  "change_email",
  "reset_password",
  "sign_up",
  "sign_in",
  "membership",
] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

export const webhookEndpointStatuses = ["active", "paused"] as const;
export type WebhookEndpointStatus = (typeof webhookEndpointStatuses)[number];

/** Why an endpoint is paused: by an admin, after days without an answer that counts, or since its receiver answered 410. */
export const pauseReasons = ["admin", "failing", "gone"] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** `held`: until its endpoint goes on. */
export const deliveryStatuses = ["pending", "held", "delivered", "failed"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
