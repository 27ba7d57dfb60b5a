import { AsyncLocalStorage } from "node:async_hooks";
import { processSingleton } from "../platform/process-singleton";

/** A request that the framework may carry out a Server Action for. */
export interface ActionAttempt {
  /** Code of ours has been reached: what fails from here on is no fault of the request's form. */
  begun: boolean;
  /** What the framework found wrong with it. */
  reason?: string;
}

const attempts = () => processSingleton("action-attempts", () => new AsyncLocalStorage<ActionAttempt>());

export function runAttempt(attempt: ActionAttempt, run: () => void): void {
  attempts().run(attempt, run);
}

/** That of the request at work, unless an action has begun. */
export function unbegunAttempt(): ActionAttempt | undefined {
  const attempt = attempts().getStore();
  return attempt?.begun ? undefined : attempt;
}

export function beginAction(): void {
  const attempt = attempts().getStore();
  if (attempt) attempt.begun = true;
}
