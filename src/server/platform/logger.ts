import pino, { type Logger as PinoLogger } from "pino";
import { config } from "./config";
import { processSingleton } from "./process-singleton";

export type Logger = PinoLogger;

/** Names under which a secret could be logged by mistake, at the top of a line's fields or one level below. */
const secretNames = [
  "password",
  "passwordHash",
  "token",
  "secret",
  "secretKey",
  "key",
  "hash",
  "authorization",
  "cookie",
  "set-cookie",
  "sessionId",
];

/** Makes a logger of JSON lines: warnings and errors go to stderr, the rest to stdout. */
export function createLogger(
  level: string,
  streams: { out: pino.DestinationStream; error: pino.DestinationStream },
): Logger {
  return pino(
    {
      level,
      messageKey: "message",
      base: null,
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: "[redacted]" },
      serializers: { error: describeError },
    },
    pino.multistream(
      [
        { level: "debug", stream: streams.out },
        { level: "warn", stream: streams.error },
      ],
      { dedupe: true },
    ),
  );
}

/** The logger of this process. */
export function logger(): Logger {
  return processSingleton("logger", () =>
    createLogger(config().logLevel, {
      out: outOf(config().mode),
      error: pino.destination({ fd: 2, sync: true }),
    }),
  );
}

/**
 * The same for lines whose fields are all named in the code that writes them, and hold no secret: looking for one in
 * each line of each request would cost more than the line.
 */
export function plainLogger(): Logger {
  return processSingleton("plain-logger", () => logger().child({}, { redact: [] }));
}

/**
 * A server's lines go out many at once, a moment later: a write for each costs as much as a small query. What is left is
 * written at the end of the process; warnings and errors are never kept back.
 */
function outOf(mode: string): pino.DestinationStream {
  return pino.destination(
    mode === "development"
      ? { fd: 1, sync: true }
      : { fd: 1, sync: false, minLength: 8 * 1024, periodicFlush: 200 },
  );
}

/** Type, message and stack, causes included. Not the other fields: a driver's error carries the query's parameters. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  // Drizzle repeats the parameters of a failed query in its message, and so in the stack.
  const message = withoutParams(error.message);
  return {
    type: error.name,
    message,
    code,
    stack: error.stack?.replace(error.message, message),
    cause: error.cause ? describeError(error.cause) : undefined,
  };
}

function withoutParams(message: string): string {
  return message.replace(/\nparams: [\s\S]*$/, "\nparams: [redacted]");
}
