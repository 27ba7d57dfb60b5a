import { deliver } from "../../webhooks/deliver";
import { deliverWebhook } from "../../webhooks/deliver-task";
import { defineTask } from "../define-task";

export const task = defineTask(deliverWebhook, deliver);
