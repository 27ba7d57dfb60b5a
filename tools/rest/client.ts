import pRetry from "p-retry";
import { reasonOf } from "../../src/bin/support/terminal";
import { retryAfterMs } from "../../src/server/platform/retry";
import { printable } from "../terminal/printable";
import { boundedText, TooLarge } from "./bounded-text";
import { describeError } from "./describe-error";
import { FatalError } from "./fatal-error";
import { Pause } from "./pause";

export interface ApiOptions {
  /** Where the server answers, without a slash at the end. */
  url: string;
  key: string;
  /** Attempts at most for one request. */
  attemptsMax?: number;
  /** How long one attempt may take, in milliseconds. */
  timeoutMs?: number;
  /** The first wait before another attempt; it doubles, times a random 1 to 2. In milliseconds. */
  waitMinMs?: number;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  body: unknown;
  /** Attempts that it took. After more than one, an earlier one may have had its effect though its answer was lost. */
  attempts: number;
}

/** An answer after which the same request may succeed later. */
class PassingFault extends Error {
  override readonly name = "PassingFault";
  constructor(readonly answer: Omit<Answer, "attempts">) {
    super(`the server answers ${answer.status}`);
  }
}

/** An article of 1 MiB may take six times that as JSON; no answer but a stream is longer than that and some room. */
const answerBytesMax = 16 * 1024 * 1024;

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Sends requests to the REST API: with the key, a time-out, and further attempts where those make sense. */
export class Api {
  readonly #options: Required<Omit<ApiOptions, "signal">>;
  readonly #signal: AbortSignal | undefined;
  readonly #pause = new Pause();

  constructor({ signal, ...options }: ApiOptions) {
    this.#options = { attemptsMax: 8, timeoutMs: 30_000, waitMinMs: 500, ...options };
    this.#signal = signal;
  }

  /**
   * Sends one request. Resolves to the answer, a refusal or the last passing fault included. Throws FatalError where
   * going on makes no sense: the key is not accepted, or nobody answers at all.
   */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    let attempts = 0;
    try {
      const answer = await this.#repeat(() => {
        attempts += 1;
        return this.#attempt(method, path, body, headers);
      });
      return { ...answer, attempts };
    } catch (error) {
      if (error instanceof PassingFault) return { ...error.answer, attempts };
      throw error;
    }
  }

  /**
   * Opens a stream, which the caller reads to its end or cancels. The time-out is for its beginning. Throws FatalError
   * for whatever is not such a stream.
   */
  async open(path: string): Promise<ReadableStream<Uint8Array>> {
    try {
      return await this.#repeat(() => this.#openOnce(path));
    } catch (error) {
      if (!(error instanceof PassingFault)) throw error;
      throw new FatalError(`the server says: ${describeError(error.answer.status, error.answer.body)}`);
    }
  }

  /** What `attempt` gives, after as many attempts as that takes. Throws the last PassingFault, or FatalError. */
  async #repeat<T>(attempt: () => Promise<T>): Promise<T> {
    const { attemptsMax, waitMinMs, url } = this.#options;
    const signal = this.#signal;
    let attempts = 0;
    const counted = () => {
      attempts += 1;
      return attempt();
    };
    try {
      const waits = { minTimeout: waitMinMs, maxTimeout: 30_000, randomize: true };
      return await pRetry(counted, {
        retries: attemptsMax - 1,
        ...waits,
        ...(signal ? { signal } : {}),
        shouldRetry: ({ error }) => !(error instanceof FatalError),
      });
    } catch (error) {
      if (error instanceof PassingFault || error instanceof FatalError || signal?.aborted) throw error;
      throw new FatalError(`no answer from ${url} after ${attempts} attempts: ${reasonOf(causeOf(error))}`);
    }
  }

  async #attempt(method: string, path: string, body: unknown, headers: Record<string, string>) {
    await this.#pause.over(this.#signal);
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    const response = await this.#fetch(path, timeout, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return this.#answerOf(response);
  }

  async #openOnce(path: string): Promise<ReadableStream<Uint8Array>> {
    await this.#pause.over(this.#signal);
    const beginning = new AbortController();
    const timer = setTimeout(() => beginning.abort(new Error("it takes too long")), this.#options.timeoutMs);
    try {
      const response = await this.#fetch(path, beginning.signal);
      if (response.ok && response.body) return response.body;
      const { status, body } = await this.#answerOf(response);
      throw new FatalError(`the server says: ${describeError(status, body)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async #fetch(path: string, timeout: AbortSignal, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.#options.url}${path}`, {
      ...init,
      redirect: "manual",
      headers: {
        authorization: `Bearer ${this.#options.key}`,
        accept: "application/json",
        ...init.headers,
      },
      signal: this.#signal ? AbortSignal.any([timeout, this.#signal]) : timeout,
    });
  }

  async #answerOf(response: Response): Promise<Omit<Answer, "attempts">> {
    const answer = { status: response.status, body: parse(await this.#textOf(response)) };
    if (passing.has(response.status)) {
      const waitMs = retryAfterMs(response.headers.get("retry-after"));
      if (waitMs !== undefined) this.#pause.extend(waitMs);
      throw new PassingFault(answer);
    }
    this.#checkUse(answer, response.headers.get("location"));
    return answer;
  }

  async #textOf(response: Response): Promise<string> {
    try {
      return await boundedText(response, answerBytesMax);
    } catch (error) {
      if (error instanceof TooLarge) throw new FatalError(`${this.#options.url}: ${error.message}`);
      throw error;
    }
  }

  /** Throws FatalError for answers that say that this run, not this request, is wrong. */
  #checkUse({ status, body }: Omit<Answer, "attempts">, location: string | null): void {
    const { url } = this.#options;
    if (status === 401)
      throw new FatalError(`the server does not accept this key: ${describeError(status, body)}`);
    if (status === 403) throw new FatalError(`this key may not do that: ${describeError(status, body)}`);
    if (status >= 300 && status < 400)
      throw new FatalError(`${url} leads on to ${printable(location ?? "nowhere")}: use that as --url`);
    if (body === undefined && status !== 204)
      throw new FatalError(`${url} answers ${status} without JSON: is it a Masthead server?`);
  }
}

/** undici wraps the reason why a connection failed. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
