import { AppError } from "./errors";

/** The versions that the caller would change; on top of any other the change is refused. Undefined: whatever is there. */
export interface Expected {
  versions?: number[] | undefined;
}

/** Throws `version_mismatch` with the version that is there. `what` begins the message: "The tag". */
export function assertVersion({ versions }: Expected, current: number, what: string): void {
  if (!versions || versions.includes(current)) return;
  throw new AppError("version_mismatch", `${what} was changed in the meantime`, { currentVersion: current });
}
