import { type PersonName, people, signedInPeople } from "./people";
import type { ThingName } from "./things";

/** What can be seen of a page's answer. */
export type PageAnswer = "page" | "sign in" | "dashboard" | "not for this role" | "not found" | "link gone";

/**
 * What each page shows to each person about something of their own organisation. The one table of who sees which page: the
 * tests of `tests/served` execute it, and `docs/permissions.md` is rendered from it.
 */
export interface PageExpectation {
  /**
   * `staff`: for members; others are sent to sign in. `visitors`: for those who aren't signed in; others are sent to the
   * dashboard. `open`: for everybody. `link`: for whoever holds a link from a mail, which is the only credential here.
   */
  audience: "staff" | "visitors" | "open" | "link";
  /** Members who see it, if not all. */
  allowed?: PersonName[];
  /** What those who may see, if it isn't the page. */
  answer?: PageAnswer;
  /** What must be there first: a line of `things.ts`. */
  given?: ThingName;
  /** About nothing of any organisation, so that there is nothing of another one. */
  common?: true;
  /** In the words of the docs. */
  note?: string;
}

const admins: PersonName[] = ["admin", "admin in both"];
const writers: PersonName[] = ["author", "editor", ...admins];

export const pages: Record<string, PageExpectation> = {
  "/": { audience: "visitors" },
  "/login": { audience: "visitors" },
  "/login/code": { audience: "open", answer: "sign in", note: "only after a first step with a password" },
  "/login/invitations": {
    audience: "open",
    answer: "sign in",
    note: "only after the password of somebody who is a member nowhere",
  },
  "/register": { audience: "visitors" },
  "/register/sent": { audience: "open" },
  "/register/[token]": { audience: "link", given: "sign-up link" },
  "/forgot-password": { audience: "open" },
  "/reset-password/[token]": { audience: "link", given: "reset link" },
  "/verify-email/[token]": { audience: "link", given: "verification link" },
  "/invitation/[token]": { audience: "link", given: "invitation link" },
  "/dashboard": { audience: "staff" },
  "/articles": { audience: "staff" },
  "/articles/new": { audience: "staff", allowed: writers },
  "/articles/[id]": { audience: "staff", given: "draft article" },
  "/comments": { audience: "staff", allowed: ["editor", ...admins] },
  "/articles/[id]/history": { audience: "staff", given: "draft article" },
  "/organisations/new": { audience: "staff" },
  "/settings/profile": { audience: "staff" },
  "/settings/security": { audience: "staff" },
  "/settings/api-keys": { audience: "staff", allowed: admins },
  "/settings/audit-log": { audience: "staff", allowed: admins },
  "/settings/organisation": { audience: "staff", allowed: admins },
  "/settings/members": { audience: "staff", allowed: admins },
  "/p/[tenant]": { audience: "open", given: "site" },
  "/p/[tenant]/[slug]": { audience: "open", given: "published page" },
  "/p/[tenant]/[slug]/[...rest]": {
    audience: "open",
    given: "published page",
    answer: "not found",
    note: "says so in the publication's own frame",
  },
  "/docs": { audience: "open", common: true },
  "/docs/[guide]": { audience: "open", given: "guide", common: true },
  "/docs/api": { audience: "open", common: true },
  "/docs/api/[section]": { audience: "open", given: "chapter of the reference", common: true },
  "/docs/api/errors": { audience: "open", common: true },
  "/dev/mails": { audience: "open", note: "not there in production" },
};

/** What a person sees about something of their own organisation. */
export function expectedPage({ audience, allowed, answer = "page" }: PageExpectation, person: PersonName) {
  const isSignedIn = signedInPeople.includes(person);
  if (audience === "staff" && !isSignedIn) return "sign in";
  if (audience === "visitors" && isSignedIn) return "dashboard";
  return !allowed || allowed.includes(person) ? answer : "not for this role";
}

/** What a person sees about something of another organisation, or of nobody. */
export function expectedForeignPage(expectation: PageExpectation, person: PersonName): PageAnswer {
  const own = expectedPage(expectation, person);
  if (own !== "page") return own;
  return expectation.audience === "link" ? "link gone" : "not found";
}

export const pageCases = Object.entries(pages).flatMap(([path, expectation]) =>
  people.map((person) => ({ path, expectation, person })),
);
