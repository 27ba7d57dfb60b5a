import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  advance(): void;
  end(): void;
}

/** A bar on a terminal, for so many `things`; elsewhere, as in a log, a line for each tenth or every ten seconds. */
export function showProgress(total: number, things: string, stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(total, things, stream) : lines(total, things, stream);
}

function bar(total: number, things: string, stream: NodeJS.WriteStream): Progress {
  const format = `  {bar} {value} of {total} ${things}, {percentage}%, about {eta_formatted} left`;
  const single = new SingleBar({ format, stream, hideCursor: true, etaBuffer: 50 }, Presets.rect);
  single.start(total, 0);
  return { advance: () => single.increment(), end: () => single.stop() };
}

function lines(total: number, things: string, stream: NodeJS.WriteStream): Progress {
  let done = 0;
  let saidDone = 0;
  let saidAt = Date.now();
  const advance = () => {
    done += 1;
    if (done === total || done - saidDone >= total / 10 || Date.now() - saidAt >= 10_000) {
      stream.write(`  ${done} of ${total} ${things}\n`);
      saidDone = done;
      saidAt = Date.now();
    }
  };
  return { advance, end: () => undefined };
}
