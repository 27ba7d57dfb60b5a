import type { ActorName } from "./actors";
import { ofOthers } from "./audiences";
import { type PersonName, signedInPeople } from "./people";
import type { ActionAnswer, ActionCase, OperationCase, PageAnswer, PageCase } from "./resource";

/** What follows from the cases of `tests/resources` for each actor and each person. */

export const withoutCredential: ActorName[] = [
  "signed out",
  "expired key",
  "revoked key",
  "unknown key",
  "suspended member",
  "ended session",
];

/** The status for an actor who asks about something of their own organisation. */
export function expectedStatus({ ok, open, allowed, refused }: OperationCase, actor: ActorName): number {
  if (open) return ok;
  if (withoutCredential.includes(actor)) return 401;
  return allowed.includes(actor) ? ok : (refused ?? 403);
}

/**
 * The status for an id of another organisation, or of nobody. Whoever lacks the permission altogether gets 403 before
 * anything is looked up; whoever has it learns only that nothing is there.
 */
export function expectedForeignStatus(operation: OperationCase, actor: ActorName): number {
  const status = expectedStatus(operation, actor);
  const narrowedByOwner = status === 403 && actor === "author" && operation.note?.startsWith(ofOthers);
  return status < 300 || narrowedByOwner ? 404 : status;
}

/** What a person sees about something of their own organisation. */
export function expectedPage(
  { audience, allowed, answer = "page" }: PageCase,
  person: PersonName,
): PageAnswer {
  const isSignedIn = signedInPeople.includes(person);
  if (audience === "staff" && !isSignedIn) return "sign in";
  if (audience === "visitors" && isSignedIn) return "dashboard";
  return !allowed || allowed.includes(person) ? answer : "not for this role";
}

/** What a person sees about something of another organisation, or of nobody. */
export function expectedForeignPage(page: PageCase, person: PersonName): PageAnswer {
  const own = expectedPage(page, person);
  if (own !== "page") return own;
  return page.audience === "link" ? "link gone" : "not found";
}

/** What a person is answered about something of their own organisation. */
export function expectedAction({ allowed }: ActionCase, person: PersonName): ActionAnswer {
  if (allowed === "visitors") return "done";
  if (allowed.includes(person)) return "done";
  return signedInPeople.includes(person) ? "refused" : "sign in";
}

/** What a person is answered about something of another organisation, or of nobody. */
export function expectedForeignAction(action: ActionCase, person: PersonName): ActionAnswer {
  const own = expectedAction(action, person);
  if (action.alsoElsewhere?.includes(person)) return own;
  const narrowedByOwner = own === "refused" && person === "author" && action.note === ofOthers;
  return own === "done" || narrowedByOwner ? "not found" : own;
}

/** Whether an action is refused to a page of another organisation, or of another person. */
export function isBoundToPage({ allowed, fromAnyPage }: ActionCase): boolean {
  return allowed !== "visitors" && !fromAnyPage;
}
