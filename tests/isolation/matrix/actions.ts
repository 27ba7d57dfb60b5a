import { password } from "../../support/factories";
import type { Ids } from "./given";
import { type PersonName, signedInPeople } from "./people";
import type { ThingName } from "./things";

/** What can be seen of an action's answer. */
export type ActionAnswer = "done" | "sign in" | "refused" | "other page" | "not found" | "link gone";

/**
 * What each Server Action answers to each person about something of their own organisation. The one table of who may send
 * which form: the tests of `tests/served` execute it, and `docs/permissions.md` is rendered from it.
 */
export interface ActionExpectation {
  /** `visitors`: for whoever sends it, signed in or not. A list: members; the others are refused or sent to sign in. */
  allowed: PersonName[] | "visitors";
  /** What must be there first: a line of `things.ts`. */
  given: ThingName;
  /** What the form holds. */
  form: (ids: Ids) => Record<string, string>;
  /** Carried out also for a page that was made in another organisation. */
  fromAnyPage?: true;
  /** In the words of the docs. */
  note?: string;
}

const members = signedInPeople;
const admins: PersonName[] = ["admin", "admin in both"];
const deleters: PersonName[] = ["editor", ...admins];
const writers: PersonName[] = ["author", ...deleters];
const ofOthers = "authors: only their own";

const nothing = { given: "nothing", form: () => ({}) } as const;
const named = ({ id = "" }: Ids) => ({ id });
const versioned = ({ id = "" }: Ids) => ({ id, version: "1" });
const user = ({ userId = "" }: Ids) => ({ userId });
const withToken = ({ token = "" }: Ids) => ({ token });
const withCode = ({ code = "" }: Ids) => ({ code });
const newPassword = "seven quiet otters on ice";
const text = { title: "New", content: "New", tags: "", slug: "" };

export const actions: Record<string, ActionExpectation> = {
  chooseTheme: { allowed: "visitors", given: "nothing", form: () => ({ theme: "dark" }) },
  signInAction: {
    allowed: "visitors",
    given: "account",
    form: ({ email = "" }) => ({ email, password }),
  },
  signInWithCodeAction: { allowed: "visitors", given: "challenge", form: withCode },
  signUpAction: {
    allowed: "visitors",
    given: "address",
    form: ({ email = "" }) => ({ organisation: "New", organisationSlug: "", name: "N", email, password }),
  },
  finishSignUpAction: {
    allowed: "visitors",
    given: "sign-up link",
    form: ({ token = "" }) => ({ token, password }),
  },
  requestResetAction: { allowed: "visitors", given: "account", form: ({ email = "" }) => ({ email }) },
  resetPasswordAction: {
    allowed: "visitors",
    given: "reset link",
    form: ({ token = "" }) => ({ token, password: newPassword }),
  },
  verifyEmailAction: { allowed: "visitors", given: "verification link", form: withToken },
  changeEmailAction: { allowed: "visitors", given: "change link", form: withToken },
  joinAsNewUserAction: {
    allowed: "visitors",
    given: "invitation link",
    form: ({ token = "" }) => ({ token, name: "N", password }),
  },
  joinAsInvitedAction: {
    allowed: "visitors",
    given: "challenge of somebody invited",
    form: ({ invitationId = "" }) => ({ invitationId }),
    note: "after the password, and the code",
  },
  startOrganisationAction: {
    allowed: members,
    given: "nothing",
    form: () => ({ organisation: "Another" }),
    note: "as its admin",
  },
  acceptInvitationAction: { allowed: members, given: "invitation of oneself", form: withToken },
  signOutAction: {
    allowed: "visitors",
    ...nothing,
    note: "also out of a session that has ended",
  },
  switchAction: {
    allowed: members,
    given: "organisation",
    form: ({ tenantId = "" }) => ({ tenantId }),
    fromAnyPage: true,
    note: "into those that one is a member of",
  },
  createArticleAction: { allowed: writers, given: "nothing", form: () => ({ ...text, intent: "save" }) },
  saveArticleAction: {
    allowed: deleters,
    given: "draft article",
    form: (ids) => ({ ...versioned(ids), ...text, intent: "save" }),
    note: ofOthers,
  },
  changeStatusAction: {
    allowed: deleters,
    given: "draft article",
    form: (ids) => ({ ...versioned(ids), intent: "archive" }),
    note: ofOthers,
  },
  deleteArticleAction: { allowed: deleters, given: "draft article", form: versioned },
  restoreRevisionAction: {
    allowed: deleters,
    given: "revision",
    form: ({ revisionId = "", ...ids }) => ({ ...named(ids), revisionId, version: "2" }),
    note: ofOthers,
  },
  commentAction: {
    allowed: writers,
    given: "published article",
    form: ({ id = "" }) => ({ articleId: id, body: "New" }),
  },
  deleteCommentAction: { allowed: deleters, given: "comment", form: named, note: ofOthers },
  decideCommentAction: {
    allowed: deleters,
    given: "comment",
    form: (ids) => ({ ...named(ids), status: "rejected" }),
  },
  likeAction: {
    allowed: writers,
    given: "published article",
    form: ({ id = "" }) => ({ articleId: id, liked: "true" }),
  },
  saveOrganisationAction: {
    allowed: admins,
    given: "site",
    form: ({ tenant = "" }) => ({ name: "Own", slug: tenant, language: "en", timeZone: "UTC" }),
  },
  createApiKeyAction: {
    allowed: admins,
    given: "nothing",
    form: () => ({ name: "New", kind: "secret", role: "viewer", expiresInDays: "" }),
  },
  rotateApiKeyAction: {
    allowed: admins,
    given: "API key",
    form: (ids) => ({ ...named(ids), overlapSeconds: "3600" }),
  },
  revokeApiKeyAction: { allowed: admins, given: "API key", form: named },
  inviteAction: { allowed: admins, given: "address", form: ({ email = "" }) => ({ email, role: "viewer" }) },
  resendInvitationAction: { allowed: admins, given: "invitation", form: named },
  cancelInvitationAction: { allowed: admins, given: "invitation", form: named },
  changeRoleAction: {
    allowed: admins,
    given: "colleague",
    form: (ids) => ({ ...user(ids), role: "editor" }),
  },
  suspendMemberAction: { allowed: admins, given: "colleague", form: user },
  reactivateMemberAction: { allowed: admins, given: "suspended colleague", form: user },
  removeMemberAction: { allowed: admins, given: "colleague", form: user },
  changeNameAction: { allowed: members, given: "nothing", form: () => ({ name: "New" }) },
  changeEmailAddressAction: {
    allowed: members,
    given: "address",
    form: ({ email = "" }) => ({ email, currentPassword: password }),
  },
  sendVerificationAction: { allowed: members, ...nothing },
  changePasswordAction: {
    allowed: members,
    given: "nothing",
    form: () => ({ currentPassword: password, password: newPassword }),
  },
  startTwoFactorAction: { allowed: members, given: "nothing", form: () => ({ currentPassword: password }) },
  confirmTwoFactorAction: { allowed: members, given: "second factor begun", form: withCode },
  renewCodesAction: { allowed: members, given: "second factor", form: withCode },
  switchOffTwoFactorAction: {
    allowed: members,
    given: "second factor",
    form: ({ code = "" }) => ({ code, currentPassword: password }),
  },
  endSessionAction: { allowed: members, given: "another session", form: named, note: "of oneself" },
  endOtherSessionsAction: { allowed: members, ...nothing },
};

/** What a person is answered about something of their own organisation. */
export function expectedAction({ allowed }: ActionExpectation, person: PersonName): ActionAnswer {
  if (allowed === "visitors") return "done";
  if (allowed.includes(person)) return "done";
  return signedInPeople.includes(person) ? "refused" : "sign in";
}

/** Whether an action is refused to a page of another organisation, or of another person. */
export function isBoundToPage({ allowed, fromAnyPage }: ActionExpectation): boolean {
  return allowed !== "visitors" && !fromAnyPage;
}

/** Forms that name something that belongs to an organisation or a person, so that it can be somebody else's. */
export const ofSomebody: ThingName[] = [
  "draft article",
  "published article",
  "comment",
  "revision",
  "colleague",
  "suspended colleague",
  "invitation",
  "API key",
  "another session",
  "organisation",
];

/** What a person is answered about something of another organisation, or of nobody. */
export function expectedForeignAction(expectation: ActionExpectation, person: PersonName): ActionAnswer {
  const own = expectedAction(expectation, person);
  if (expectation.given === "organisation" && person === "admin in both") return own;
  const narrowedByOwner = own === "refused" && person === "author" && expectation.note === ofOthers;
  return own === "done" || narrowedByOwner ? "not found" : own;
}
