import { type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  webhook_endpoint_not_found: {
    status: 404,
    title: "Webhook endpoint not found",
    meaning: "There is no such webhook endpoint.",
    remedy: notFoundRemedy,
  },
  webhook_endpoint_limit: {
    status: 409,
    title: "Too many webhook endpoints",
    meaning: "An organisation has 20 webhook endpoints at most.",
    remedy: "Delete one that isn’t needed any more.",
  },
  webhook_endpoint_paused: {
    status: 409,
    title: "The endpoint is paused",
    meaning: "A paused endpoint gets nothing, neither what is sent anew nor a test.",
    remedy: "Set its `status` to `active` first. What waited for it is sent then by itself.",
  },
  delivery_not_found: {
    status: 404,
    title: "Delivery not found",
    meaning: "There is no such delivery of this endpoint. Deliveries are kept for 30 days.",
    remedy: notFoundRemedy,
  },
  delivery_pending: {
    status: 409,
    title: "The delivery is on its way",
    meaning: "It was not sent yet, and is in a moment.",
    remedy: "Wait for its first attempt.",
  },
} satisfies ErrorDefinitions;
