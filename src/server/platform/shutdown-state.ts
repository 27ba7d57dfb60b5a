import { processSingleton } from "./process-singleton";

const state = () => processSingleton("leaving", () => ({ begun: false }));

/** Says that this process has been told to stop: it still answers, but others should be asked from now on. */
export function beginShutdown(): void {
  state().begun = true;
}

export function isShuttingDown(): boolean {
  return state().begun;
}
