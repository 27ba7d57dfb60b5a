/** What is asked of a request's headers. */
export type RequestHeaders = Pick<Headers, "get" | "has">;

/**
 * What a handler needs of a request. A Web-standard Request is one; a host that wants to be fast brings something lighter.
 */
export interface ApiRequest {
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  readonly headers: RequestHeaders;
  /** Aborted when the client goes before it is answered. */
  readonly signal: AbortSignal;
  readonly body: AsyncIterable<Uint8Array> | null;
}
