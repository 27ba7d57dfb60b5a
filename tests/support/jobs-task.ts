import { z } from "zod";
import { declareTask, type TaskDeclaration } from "@/server/jobs/declare-task";

/** A task whose jobs have a name. */
export const aTask = (options: Partial<TaskDeclaration> = {}) =>
  declareTask({
    name: "tests.task",
    title: "A task of tests",
    attemptsMax: 3,
    timeoutMs: 20_000,
    ...options,
    payload: z.strictObject({ name: z.string() }),
  });
