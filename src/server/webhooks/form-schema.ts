import { z } from "zod";
import { integerString, parseDigits } from "../platform/integer-schema";
import { createWebhookEndpoint, updateWebhookEndpoint } from "./schema";

/** What the dashboard's forms send, where everything is text. */

const { url, description } = createWebhookEndpoint.shape;

/** Names of types with commas, spaces or lines between them; none: all types. */
const types = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter(Boolean))
  .transform((names) => (names.length === 0 ? null : names))
  .pipe(createWebhookEndpoint.shape.types.unwrap());

const ordered = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");

const fields = { url, description, types, ordered };

export const createWebhookEndpointForm = z.strictObject(fields);

export const updateWebhookEndpointForm = z.strictObject({
  id: z.uuid(),
  version: z.preprocess(parseDigits, z.int()),
  ...fields,
});

export const switchWebhookEndpointForm = z.strictObject({
  id: z.uuid(),
  status: updateWebhookEndpoint.shape.status.unwrap(),
});

export const replayDeliveryForm = z.strictObject({ id: z.uuid(), deliveryId: z.uuid() });

export const replayFailedForm = z.strictObject({ id: z.uuid(), days: integerString(1, 30) });
