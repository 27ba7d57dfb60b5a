import { z } from "zod";

/** The variable part of `/things/{id}`. */
export const idParams = z.object({
  id: z
    .uuid()
    .meta({ description: "Id of what it is about", example: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11" }),
});

/** Those of `/articles/{id}/revisions/{revisionId}`. */
export const revisionParams = idParams.extend({
  revisionId: z
    .uuid()
    .meta({ description: "Id of a revision", example: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e12" }),
});

/** Those of `/webhook-endpoints/{id}/deliveries/{deliveryId}`. */
export const deliveryParams = idParams.extend({
  deliveryId: z
    .uuid()
    .meta({ description: "Id of a delivery", example: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e13" }),
});
