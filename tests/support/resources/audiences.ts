import type { ActorName } from "./actors";
import { type PersonName, signedInPeople } from "./people";

const viewers: ActorName[] = ["viewer", "viewer key"];
const authors: ActorName[] = ["author", "author key"];
const editors: ActorName[] = ["editor", "editor key"];
const admins: ActorName[] = ["admin", "admin key"];
const deleters = [...editors, ...admins];
const writers = [...authors, ...deleters];
const readers = [...viewers, ...writers];

/** Who may call an operation, by the permission that it needs. */
export const actorsWhoMay = {
  read: readers,
  write: writers,
  delete: deleters,
  admin: admins,
  /** Published content: publishable keys too. */
  readPublished: [...readers, "publishable key"],
  /** What belongs to an admin, as what these tests make does; what a key writes belongs to whoever made the key. */
  changeOwn: ["author key", ...deleters],
  /** Members themselves, not keys. */
  beSignedIn: ["viewer", "author", "editor", "admin"],
} satisfies Record<string, ActorName[]>;

const adminPeople: PersonName[] = ["admin", "admin in both"];

/** Who may open a page or send a form, by the permission that it needs. */
export const peopleWhoMay = {
  read: signedInPeople,
  write: ["author", "editor", ...adminPeople],
  delete: ["editor", ...adminPeople],
  admin: adminPeople,
} satisfies Record<string, PersonName[]>;

/** A note that the rules in `expected.ts` know: an author is told "not found" of what isn't there, 403 of what is another's. */
export const ofOthers = "authors: only their own";
