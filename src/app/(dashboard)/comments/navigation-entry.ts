import type { NavigationEntry } from "../_shell/navigation-entry";

export const entry: NavigationEntry = {
  href: "/comments",
  label: "Comments",
  place: 30,
  permission: "delete",
};
