import "server-only";
import type { SignedIn } from "../auth/resolve-session";
import { listMemberships } from "../auth/sign-in";
import { type MadeFor, madeForOf, type PageOwner } from "./form-state";

/** Whose page it is that a session is shown. */
export function ownerOf({ context, identity }: SignedIn): PageOwner {
  return {
    organisation: { id: context.tenantId, name: context.tenantName },
    person: { id: identity.userId, name: identity.userName },
  };
}

/** A form from a page of another organisation or person than the session's. Nothing of it is carried out. */
export class OtherPageError extends Error {
  override readonly name = "OtherPageError";
  constructor(
    message: string,
    readonly now: PageOwner,
  ) {
    super(message);
  }
}

/** What a form says of its page. It comes from the browser, so it may be anything. */
export function madeForIn(previous: unknown): MadeFor {
  if (typeof previous !== "object" || previous === null || !("madeFor" in previous)) return null;
  const { madeFor } = previous;
  return typeof madeFor === "string" && madeFor.length <= 100 ? madeFor : null;
}

/** That a form comes from a page of this very session; one that doesn't say counts as one that doesn't. Throws OtherPageError. */
export async function assertMadeFor(madeFor: MadeFor, signedIn: SignedIn): Promise<void> {
  const now = ownerOf(signedIn);
  if (madeFor === madeForOf(now)) return;
  const [organisationId, personId] = madeFor?.split("/") ?? [];
  const here = `“${now.organisation.name}”`;
  if (personId && personId !== now.person.id) {
    throw new OtherPageError(
      `Nothing was saved: this page was opened by somebody else, and you are signed in as ${now.person.name}, in ${here}.`,
      now,
    );
  }
  // Only names of the sender's own organisations: others' are none of their business.
  const memberships = await listMemberships(now.person.id);
  const name = memberships.find(({ tenantId }) => tenantId === organisationId)?.tenantName;
  throw new OtherPageError(
    name
      ? `Nothing was saved: this page is of “${name}”, and you have switched to ${here} since it was opened.`
      : `Nothing was saved: this page does not belong to ${here}, where you are now. Load it again.`,
    now,
  );
}
