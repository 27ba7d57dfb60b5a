import type { NavigationEntry } from "../_shell/navigation-entry";

export const entry: NavigationEntry = {
  href: "/dashboard",
  label: "Dashboard",
  place: 10,
  permission: "read",
};
