// Loaded with --import into a server that a task starts, so that the server can't outlive the task: the task holds the
// other end of file descriptor 3, and when the task dies, killed or not, this end is closed. Plain JavaScript, since
// it runs in processes that know no TypeScript. Children that inherit the flag but not the variable skip it.
import { Socket } from "node:net";

if (process.env.MASTHEAD_TETHER) {
  delete process.env.MASTHEAD_TETHER;
  const parent = new Socket({ fd: 3, readable: true, writable: false });
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(-process.pid, "SIGKILL"), 5_000).unref();
  };
  parent.on("end", end).on("close", end).on("error", end);
  parent.resume();
  parent.unref();
}
