export interface CallAnswer {
  status: string;
  headers: [string, string][];
  body: string;
}

/** Headers that tell something; the others are the same for every answer. */
const shownHeaders = [
  "etag",
  "location",
  "link",
  "retry-after",
  "ratelimit",
  "idempotent-replayed",
  "content-type",
  "x-request-id",
];

/** How much of a body is shown, in characters. */
const shownMax = 50_000;

/** Calls the API with a key alone, without the session that this browser may have. Throws if there is no answer. */
export async function sendCall(call: {
  method: string;
  target: string;
  key: string;
  body?: string | undefined;
}): Promise<CallAnswer> {
  const response = await fetch(call.target, {
    method: call.method,
    credentials: "omit",
    cache: "no-store",
    headers: {
      Authorization: `Bearer ${call.key.trim()}`,
      ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const text = await response.text();
  return {
    status: `${response.status} ${response.statusText}`.trim(),
    headers: shownHeaders.flatMap((name): [string, string][] => {
      const value = response.headers.get(name);
      return value ? [[name, value]] : [];
    }),
    body: readable(text),
  };
}

function readable(text: string): string {
  const shown = text.length > shownMax ? `${text.slice(0, shownMax)}\n… (${text.length} characters)` : text;
  try {
    return JSON.stringify(JSON.parse(shown), null, 2);
  } catch {
    return shown;
  }
}
