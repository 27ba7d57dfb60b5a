import type { NavigationEntry } from "../_shell/navigation-entry";

export const entry: NavigationEntry = {
  // The first of the pages under /settings that are about the organisation.
  href: "/settings/organisation",
  label: "Settings",
  place: 90,
  permission: "admin",
  under: [
    "/settings/organisation",
    "/settings/members",
    "/settings/api-keys",
    "/settings/audit-log",
    "/settings/jobs",
  ],
};
