import { resumeWebhook } from "../../webhooks/deliver-task";
import { resume } from "../../webhooks/resume";
import { defineTask } from "../define-task";

export const task = defineTask(resumeWebhook, resume);
