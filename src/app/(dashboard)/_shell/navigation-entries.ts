// Written by `npm run generate` from src/app/(dashboard)/*/navigation-entry.ts. A test compares it with what is on disk.
import { entry as articles } from "../articles/navigation-entry";
import { entry as comments } from "../comments/navigation-entry";
import { entry as dashboard } from "../dashboard/navigation-entry";
import { entry as settings } from "../settings/navigation-entry";

export const navigationEntries = [articles, comments, dashboard, settings].sort(
  (one, other) => one.place - other.place,
);
