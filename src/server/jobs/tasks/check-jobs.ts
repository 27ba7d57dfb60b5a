import { checkJobs } from "../check";
import { defineTask } from "../define-task";

export const task = defineTask(checkJobs, async () => {});
