import { type Pace, paced } from "./paced";

/** Sends in a process of its own, lest whoever measures wait for what is sent: see `noisy.ts`. Says first that it is there. */
process.on("message", async (pace) => {
  process.send?.(await paced(pace as Pace));
});
process.send?.("ready");
