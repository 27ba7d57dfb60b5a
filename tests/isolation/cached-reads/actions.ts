const article = (method: string, rest = "") => [
  `${method} /api/v1/articles/[id]${rest}, draft article`,
  `${method} /api/v1/articles/[id]${rest}, published article`,
];
const comeBack = "an author comes back with another name";

/** By Server Action, the changes that do what it does to what articles show. */
export const changesByAction: Record<string, string[]> = {
  createArticleAction: ["POST /api/v1/articles", "a published article is written"],
  saveArticleAction: [
    ...article("PATCH"),
    "POST /api/v1/articles/[id]/publish, draft article",
    "a draft is saved and published",
  ],
  scheduleAction: article("PATCH"),
  changeStatusAction: [
    ...article("POST", "/archive"),
    "POST /api/v1/articles/[id]/unpublish, published article",
  ],
  deleteArticleAction: article("DELETE"),
  restoreRevisionAction: ["draft", "published article"].map(
    (status) => `POST /api/v1/articles/[id]/revisions/[revisionId]/restore, revision of a ${status}`,
  ),
  commentAction: article("POST", "/comments"),
  deleteCommentAction: ["DELETE /api/v1/comments/[id]"],
  decideCommentAction: ["PATCH /api/v1/comments/[id]"],
  likeAction: article("PUT", "/like"),
  changeNameAction: ["PATCH /api/v1/me"],
  saveOrganisationAction: ["PATCH /api/v1/tenant"],
  acceptInvitationAction: [comeBack],
  joinAsInvitedAction: [comeBack],
  joinAsNewUserAction: [comeBack],
  changeRoleAction: ["PATCH /api/v1/members/[id]"],
  suspendMemberAction: ["PATCH /api/v1/members/[id]"],
  reactivateMemberAction: ["PATCH /api/v1/members/[id]"],
  removeMemberAction: ["DELETE /api/v1/members/[id]"],
};

/**
 * Those that touch nothing that an article shows: accounts, sessions, keys, invitations, webhooks, jobs, organisations of their
 * own.
 */
export const actionsBesideArticles = [
  "chooseTheme",
  "signInAction",
  "signInWithCodeAction",
  "signUpAction",
  "finishSignUpAction",
  "requestResetAction",
  "resetPasswordAction",
  "verifyEmailAction",
  "changeEmailAction",
  "startOrganisationAction",
  "signOutAction",
  "switchAction",
  "createApiKeyAction",
  "rotateApiKeyAction",
  "revokeApiKeyAction",
  "inviteAction",
  "resendInvitationAction",
  "cancelInvitationAction",
  "changeEmailAddressAction",
  "sendVerificationAction",
  "changePasswordAction",
  "startTwoFactorAction",
  "confirmTwoFactorAction",
  "renewCodesAction",
  "switchOffTwoFactorAction",
  "endSessionAction",
  "endOtherSessionsAction",
  "createWebhookEndpointAction",
  "updateWebhookEndpointAction",
  "switchWebhookEndpointAction",
  "rotateWebhookSecretAction",
  "testWebhookEndpointAction",
  "replayDeliveryAction",
  "replayFailedAction",
  "deleteWebhookEndpointAction",
  "retryJobAction",
  "discardJobAction",
];
