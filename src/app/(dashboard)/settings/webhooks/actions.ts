"use server";

import { z } from "zod";
import { defineAction } from "@/server/pages/define-action";
import { replayDelivery, replayFailed, sendTestEvent } from "@/server/webhooks/deliveries";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  updateWebhookEndpoint,
} from "@/server/webhooks/endpoints";
import {
  createWebhookEndpointForm,
  replayDeliveryForm,
  replayFailedForm,
  switchWebhookEndpointForm,
  updateWebhookEndpointForm,
} from "@/server/webhooks/form-schema";
import { pagesChanged } from "../../../_lib/pages-changed";

const one = z.strictObject({ id: z.uuid() });

/** The result holds the secret itself: the one time that it is shown. */
export const createWebhookEndpointAction = defineAction({
  permission: "admin",
  schema: createWebhookEndpointForm,
  optional: ["ordered"],
  async run({ input, signedIn }) {
    const { id, secret, url } = await createWebhookEndpoint(signedIn.context, input);
    pagesChanged();
    return { id, secret, url };
  },
});

export const updateWebhookEndpointAction = defineAction({
  permission: "admin",
  schema: updateWebhookEndpointForm,
  optional: ["ordered"],
  async run({ input: { id, version, ...input }, signedIn }) {
    await updateWebhookEndpoint(signedIn.context, id, input, { versions: [version] });
    pagesChanged();
  },
});

/** Pauses or resumes. */
export const switchWebhookEndpointAction = defineAction({
  permission: "admin",
  schema: switchWebhookEndpointForm,
  async run({ input: { id, status }, signedIn }) {
    await updateWebhookEndpoint(signedIn.context, id, { status });
    pagesChanged();
  },
});

/** The result holds the new secret itself, as above. */
export const rotateWebhookSecretAction = defineAction({
  permission: "admin",
  schema: one,
  async run({ input: { id }, signedIn }) {
    const { secret, url } = await rotateWebhookSecret(signedIn.context, id);
    pagesChanged();
    return { id, secret, url };
  },
});

export const testWebhookEndpointAction = defineAction({
  permission: "admin",
  schema: one,
  async run({ input: { id }, signedIn }) {
    await sendTestEvent(signedIn.context, id);
    pagesChanged();
  },
});

export const replayDeliveryAction = defineAction({
  permission: "admin",
  schema: replayDeliveryForm,
  async run({ input: { id, deliveryId }, signedIn }) {
    await replayDelivery(signedIn.context, id, deliveryId);
    pagesChanged();
  },
});

/** All that failed in the last days. */
export const replayFailedAction = defineAction({
  permission: "admin",
  schema: replayFailedForm,
  async run({ input: { id, days }, signedIn }) {
    const { deliveries } = await replayFailed(signedIn.context, id, days);
    pagesChanged();
    return { deliveries };
  },
});

export const deleteWebhookEndpointAction = defineAction({
  permission: "admin",
  schema: one,
  redirectTo: () => "/settings/webhooks",
  async run({ input: { id }, signedIn }) {
    await deleteWebhookEndpoint(signedIn.context, id);
    pagesChanged();
  },
});
