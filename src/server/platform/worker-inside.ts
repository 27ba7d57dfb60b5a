import { processSingleton } from "./process-singleton";

/** The worker of this process, if it has one. Next's bundle starts it, the host stops it, without being told what workers do. */
export const workerInside = () => processSingleton<{ stop?: () => Promise<void> }>("worker", () => ({}));
