import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** `text` in a style if a person is looking at a terminal, else as it is. */
export function styled(style: Style, text: string): string {
  return coloured ? styleText(style, text) : text;
}

let write = (line: string): void => console.log(line);

/** One line about what the task does. */
export function info(text: string): void {
  write(`${styled("cyan", "masthead")} ${text}`);
}

/** From now on what the task says goes to stderr, for a task whose stdout others read. */
export function keepStdoutForData(): void {
  write = (line) => console.error(line);
}

/** One line that a person should look at, though the task goes on. */
export function warn(text: string): void {
  console.error(`${styled("yellow", "masthead")} ${text}`);
}

/** A reason to stop that a person can act on: shown as it is, without a stack. */
export class TaskError extends Error {
  override readonly name = "TaskError";
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** The message of whatever was thrown; AggregateError, as failed connections give, has its reasons inside. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join("; ");
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
