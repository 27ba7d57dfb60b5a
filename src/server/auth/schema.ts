import { z } from "zod";
import { line, slug, text } from "../platform/text";
import { emailAddress } from "./email";
import { newPassword } from "./passwords";

/** Slugs that would read as a part of our own addresses. */
const reservedSlugs = new Set([
  "admin",
  "api",
  "app",
  "dashboard",
  "docs",
  "help",
  "login",
  "masthead",
  "public",
  "register",
  "static",
  "status",
  "support",
  "www",
]);

export const signUp = z.strictObject({
  organisation: line(80),
  /** In the address of the public pages; made of the name if left empty. */
  organisationSlug: slug(63)
    .min(2, "must have at least 2 characters")
    .refine((value) => !reservedSlugs.has(value), { error: "is reserved" })
    .optional(),
  name: line(80),
  email: emailAddress,
  password: newPassword,
});
export type SignUp = z.output<typeof signUp>;

export const signIn = z.strictObject({
  email: emailAddress,
  // Any password may be tried; the bound keeps hashing cheap.
  password: text().min(1, "must not be empty").max(128, "must have at most 128 characters"),
});
export type SignIn = z.output<typeof signIn>;
