import { shared } from "./shared";

const state = () => shared("leaving", () => ({ begun: false }));

/** Says that this process has been told to stop: it still answers, but others should be asked from now on. */
export function leave(): void {
  state().begun = true;
}

export function isLeaving(): boolean {
  return state().begun;
}
