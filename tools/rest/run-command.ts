import { runTask } from "../../src/bin/support/shutdown";
import { type CommandLine, defaultUrl } from "./arguments";

interface Command<Arguments> {
  usage: string;
  readArguments(line: CommandLine): Arguments | undefined;
}

/** Runs a command of the terminal; `work` resolves to the exit code. */
export function runCommand<Arguments>(
  { usage, readArguments }: Command<Arguments>,
  work: (args: Arguments) => Promise<number>,
): Promise<never> {
  return runTask(async () => {
    const { argv, env } = process;
    const args = readArguments({ args: argv.slice(2), defaultUrl: defaultUrl(), env });
    if (args) return work(args);
    console.log(usage);
    return 0;
  });
}
