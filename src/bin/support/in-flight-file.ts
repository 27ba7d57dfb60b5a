import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { warn } from "./terminal";

const noted = z.object({
  requestId: z.string(),
  method: z.string(),
  path: z.string(),
  startedAt: z.string(),
});

/** A request that a server was at when it died. */
export type InFlightRequest = z.infer<typeof noted>;

/** The file in which a server notes the requests that it is at; see src/server/host/in-flight.ts. */
export interface InFlightFile {
  /** What the server is told; nothing where no file can be made. */
  environment: Record<string, string>;
  /** What stands in the file, which is empty afterwards. */
  take(): InFlightRequest[];
  remove(): void;
}

/** Makes the file in a directory that nobody else can write to. A machine without such a place does without. */
export function inFlightFile(): InFlightFile {
  let directory: string;
  try {
    directory = mkdtempSync(path.join(tmpdir(), "masthead-"));
  } catch (error) {
    warn(`requests in flight can't be noted: ${String(error)}`);
    return { environment: {}, take: () => [], remove: () => undefined };
  }
  const file = path.join(directory, "in-flight.jsonl");
  return {
    environment: { MASTHEAD_IN_FLIGHT_FILE: file },
    take() {
      const requests = readRequests(file);
      rmSync(file, { force: true });
      return requests;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function readRequests(file: string): InFlightRequest[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return []; // it died before it wrote any
  }
  return text.split("\n").flatMap((line) => requestOf(line));
}

/** The last line may be cut: the process died while it was written. */
function requestOf(line: string): InFlightRequest[] {
  try {
    const parsed = noted.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
