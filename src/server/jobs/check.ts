import { z } from "zod";
import { declareTask } from "./declare-task";

/** Does nothing: that it is done shows that workers work. The operator asks for it by `npm run jobs -- check`. */
export const checkJobs = declareTask({
  name: "jobs.check",
  title: "Check that jobs run",
  payload: z.strictObject({}),
  attemptsMax: 1,
});
