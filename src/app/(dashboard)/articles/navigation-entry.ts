import type { NavigationEntry } from "../_shell/navigation-entry";

export const entry: NavigationEntry = { href: "/articles", label: "Articles", place: 20, permission: "read" };
