import { z } from "zod";
import { roles } from "@/db/schema/enumerations";
import type { EventDefinitions } from "../events/event-definition";

const role = z.enum(roles);
const name = z.string().meta({ example: "Ada Okafor" });
const address = z.string().meta({ description: "The mail address", example: "ada@example.org" });

/** Whom admins invite, they alone see. */
const invitation = { subject: "invitation", visibleTo: "admin" } as const;
const member = { subject: "member", visibleTo: "read" } as const;
const invited = z.object({ name: address, role });
const person = z.object({ name, role });

export const eventTypes = {
  "member.invited": { ...invitation, sentence: "invited {label}", payload: invited },
  "invitation.resent": { ...invitation, sentence: "sent a new link to {label}", payload: invited },
  "invitation.cancelled": {
    ...invitation,
    sentence: "cancelled the invitation of {label}",
    payload: z.object({ name: address }),
  },
  "member.joined": { ...member, sentence: "joined", payload: person },
  "member.renamed": {
    ...member,
    sentence: "is now called {label}",
    payload: z.object({ name, previousName: name.nullable() }),
  },
  "member.role_changed": {
    ...member,
    sentence: "changed the role of {label}",
    payload: person.extend({ previousRole: role }),
  },
  "member.suspended": { ...member, sentence: "suspended {label}", payload: person },
  "member.reactivated": { ...member, sentence: "reactivated {label}", payload: person },
  "member.removed": { ...member, sentence: "removed {label}", payload: person },
} satisfies EventDefinitions;
