/** Settings for tests that send more than any client may, and are about something else than limits. */
export const wideLimits = {
  RATE_LIMIT_ADDRESS_PER_MINUTE: "1000000",
  RATE_LIMIT_CREDENTIAL_PER_MINUTE: "1000000",
  RATE_LIMIT_ORGANISATION_PER_MINUTE: "10000000",
  RATE_LIMIT_SIGN_UPS_PER_DAY: "1000000",
};
