import type { InFlightRequest } from "./in-flight-file";
import type { Death } from "./supervise";
import { warn } from "./terminal";

/** As many requests are named in a terminal; a log has all. */
const shownMax = 20;

/** Says how a server died and what it was at: a line of JSON in production, as the server's own log has it, else text. */
export function reportDeath(death: Death, requests: InFlightRequest[], isProduction: boolean): void {
  if (isProduction) {
    const line = { level: "error", message: "the server died and is started again", ...death, requests };
    console.error(JSON.stringify({ ...line, timestamp: new Date().toISOString() }));
    return;
  }
  for (const line of describeDeath(death, requests)) warn(line);
}

function describeDeath({ exitCode, signal, restartInMs }: Death, requests: InFlightRequest[]): string[] {
  const how = signal ? `${signal} (${exitCode})` : `exit code ${exitCode}`;
  const shown = requests.slice(0, shownMax).map(({ requestId, method, path, startedAt }) => {
    return `  it was at ${method} ${path}, request ${requestId}, since ${startedAt}`;
  });
  const more = requests.length - shown.length;
  return [
    `the server died of ${how}; starting it again in ${restartInMs / 1000} s`,
    ...shown,
    ...(more > 0 ? [`  and at ${more} more`] : []),
  ];
}
