import { uuidv7 } from "uuidv7";
import type { AccountEvent } from "@/db/repositories/account-events";
import type { EventType } from "../events/types";

/** Where a change of an account comes from; a tenant's context is one. */
export interface Trace {
  requestId: string;
  address: string | null;
  /** The organisation of the session; none where a link from a mail did it. */
  tenantId?: string;
}

export type AccountEventType = Extract<EventType, `account.${string}`>;

/** The event of such a change, for the audit log of each organisation that the account opens. */
export function accountEvent(type: AccountEventType, trace: Trace): AccountEvent {
  const { requestId, address, tenantId = null } = trace;
  return { id: uuidv7(), type, requestId, address, tenantId };
}
