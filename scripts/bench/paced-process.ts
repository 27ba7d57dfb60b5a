import { type Pace, paced } from "./paced";

/** Sends in a process of its own, lest whoever measures wait for what is sent: see `noisy.ts`. */
process.once("message", async (pace) => {
  const result = await paced(pace as Pace);
  process.send?.(result, () => process.disconnect());
});
