import type { PreviewAnswer, PreviewRequest } from "./preview-worker";

/** Milliseconds for one text; then the thread is ended, and the next text gets another. */
const timeMs = 5_000;

export type Rendering = { kind: "rendered"; html: string } | { kind: "too_costly" } | { kind: "unavailable" };

/** Renders texts in a thread that is started with the first. */
export class PreviewRenderer {
  #worker: Worker | undefined;
  #id = 0;

  /** Never throws: a preview is no reason to disturb who writes. */
  render(markdown: string): Promise<Rendering> {
    return new Promise((resolve) => {
      const worker = this.#started();
      const request: PreviewRequest = { id: ++this.#id, markdown };
      const end = (rendering: Rendering) => {
        clearTimeout(timer);
        worker.removeEventListener("message", onMessage);
        worker.removeEventListener("error", onError);
        resolve(rendering);
      };
      const onMessage = ({ data: { id, html } }: MessageEvent<PreviewAnswer>) => {
        if (id === request.id) end(html === undefined ? { kind: "too_costly" } : { kind: "rendered", html });
      };
      const onError = () => {
        this.close();
        end({ kind: "unavailable" });
      };
      const timer = setTimeout(() => {
        this.close();
        end({ kind: "too_costly" });
      }, timeMs);
      worker.addEventListener("message", onMessage);
      worker.addEventListener("error", onError);
      worker.postMessage(request);
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #started(): Worker {
    this.#worker ??= new Worker(new URL("./preview-worker.ts", import.meta.url), { type: "module" });
    return this.#worker;
  }
}
