import { seal, unseal } from "../platform/encryption";

/** How long a secret that was replaced goes on signing beside its successor, in milliseconds. */
export const overlapMs = 24 * 3_600_000;

const boundTo = (endpointId: string) => `webhook-endpoint:${endpointId}`;

/** A secret as it is kept; it can be opened for its own endpoint alone. */
export function sealSecret(endpointId: string, secret: string): string {
  return seal(secret, boundTo(endpointId));
}

export function openSecret(endpointId: string, sealed: string): string {
  return unseal(sealed, boundTo(endpointId));
}
