import { after } from "next/server";
import { processSingleton } from "@/server/platform/process-singleton";
import { FairQueue } from "@/server/texts/fair-queue";

/** Characters of HTML from which on a page is a long one. */
const longFrom = 200_000;
/** Milliseconds after which the next one is made, whether or not the last one has been read to its end. */
const turnMs = 2_000;

/** The page of a text of a megabyte holds up the event loop while it is made; several at once would for seconds. */
class Turns {
  readonly #waiting = new FairQueue<() => void>({ all: 1_000, owner: 200 });
  #isTaken = false;

  take(owner: string): Promise<() => void> {
    return new Promise((resolve) => {
      const begin = () => resolve(this.#begun());
      // Too many wait: better one more at once than none at all.
      if (!this.#waiting.add(owner, begin)) resolve(() => undefined);
      else if (!this.#isTaken) this.#next();
    });
  }

  #begun(): () => void {
    let isOver = false;
    const end = () => {
      clearTimeout(timer);
      if (isOver) return;
      isOver = true;
      this.#isTaken = false;
      // After whatever else waits for the event loop.
      setImmediate(() => this.#next());
    };
    const timer = setTimeout(end, turnMs);
    timer.unref();
    return end;
  }

  #next(): void {
    if (this.#isTaken) return;
    const found = this.#waiting.take(() => true);
    if (!found) return;
    this.#isTaken = true;
    found.item();
  }
}

/** Waits, if the page is to hold much HTML, until no other such page is being made. `owner`: the organisation. */
export async function takeTurnIfLong(owner: string, html: string): Promise<void> {
  if (html.length < longFrom) return;
  after(await processSingleton("long-pages", () => new Turns()).take(owner));
}
