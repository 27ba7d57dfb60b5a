import { processSingleton } from "./process-singleton";

const state = () => processSingleton("leaving", () => ({ begun: false, listeners: new Set<() => void>() }));

/** Says that this process has been told to stop: it still answers, but others should be asked from now on. */
export function beginShutdown(): void {
  state().begun = true;
  for (const listener of state().listeners) listener();
}

export function isShuttingDown(): boolean {
  return state().begun;
}

/** Calls `listener` when the process is told to stop, so that what waits for something can end. Returns how to take it back. */
export function onShutdown(listener: () => void): () => void {
  state().listeners.add(listener);
  return () => state().listeners.delete(listener);
}
