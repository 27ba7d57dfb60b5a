import type { Permission } from "@/server/auth/permissions";

/** One entry of the navigation: declared beside its page in `navigation-entry.ts`, collected by `npm run generate`. */
export interface NavigationEntry {
  href: string;
  label: string;
  /** Entries stand in the order of these numbers. */
  place: number;
  /** What the role must allow for the entry to be shown. */
  permission: Permission;
  /** Paths at which it is the present one, with all that is below them; its own if not given. */
  under?: string[];
}
