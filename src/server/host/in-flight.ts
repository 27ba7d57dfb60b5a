import type { IncomingMessage, ServerResponse } from "node:http";
import { Worker } from "node:worker_threads";
import { loggablePath } from "../pipeline/paths";

/** Requests that are noted at a time, and bytes for each. */
const slots = 256;
const slotBytes = 512;
/** Before a note: when it began, in milliseconds since 1970, 0 where the slot is free; and its length. */
const headBytes = 16;

/** How often the file is written, and how long a request is at work before it stands there, in milliseconds. */
const everyMs = 250;

/** Notes the requests that are at work; see `inFlightRecord`. */
export interface InFlight {
  note(request: IncomingMessage, response: ServerResponse, requestId: string): void;
}

/**
 * Keeps a file of the requests that have been at work for a while, one line of JSON each: `{requestId, method, path,
 * startedAt}`. Where one of them stops or ends the process, whoever starts it again can say which. The notes are in memory
 * that a thread of its own reads, so they are written while the process itself is stuck. Undefined without a file's name.
 */
export function inFlightRecord(file: string | undefined): InFlight | undefined {
  if (!file) return undefined;
  const memory = new SharedArrayBuffer(slots * slotBytes);
  const worker = new Worker(writer, {
    eval: true,
    // Not what this process was started with: a loader of TypeScript, for example, is larger than all of this.
    execArgv: [],
    env: {},
    workerData: { file, memory, slots, slotBytes, headBytes, everyMs },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  });
  worker.unref();
  worker.on("error", () => undefined); // without the file the program is as good
  const free = Array.from({ length: slots }, (_, slot) => slots - 1 - slot);
  return {
    note(request, response, requestId) {
      const slot = free.pop();
      if (slot === undefined) return;
      write(memory, slot, { requestId, method: request.method ?? "", path: pathOf(request.url ?? "") });
      response.once("close", () => {
        new DataView(memory, slot * slotBytes).setFloat64(0, 0);
        free.push(slot);
      });
    },
  };
}

function pathOf(target: string): string {
  const query = target.indexOf("?");
  return loggablePath(query < 0 ? target : target.slice(0, query)).slice(0, 100);
}

function write(memory: SharedArrayBuffer, slot: number, note: Record<string, string>): void {
  const bytes = Buffer.from(JSON.stringify(note));
  if (bytes.length > slotBytes - headBytes) return;
  const start = slot * slotBytes;
  new Uint8Array(memory, start + headBytes).set(bytes);
  const head = new DataView(memory, start);
  head.setUint32(8, bytes.length);
  head.setFloat64(0, Date.now());
}

/** As text: a thread needs code that stands alone, and the server is one file. */
const writer = `
const { writeFileSync } = require("node:fs");
const { workerData } = require("node:worker_threads");
const { file, memory, slots, slotBytes, headBytes, everyMs } = workerData;
let written;
function look() {
  const lines = [];
  for (let slot = 0; slot < slots; slot++) {
    const head = new DataView(memory, slot * slotBytes);
    const began = head.getFloat64(0);
    if (began === 0 || Date.now() - began < everyMs) continue;
    const text = Buffer.from(new Uint8Array(memory, slot * slotBytes + headBytes, head.getUint32(8)).slice()).toString();
    lines.push(text.slice(0, -1) + ',"startedAt":"' + new Date(began).toISOString() + '"}\\n');
  }
  const all = lines.join("");
  if (all !== written) writeFileSync(file, all);
  written = all;
}
setInterval(() => { try { look(); } catch {} }, everyMs);
`;
