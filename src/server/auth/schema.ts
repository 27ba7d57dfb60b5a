import { z } from "zod";
import type { SectionDefinitions } from "../platform/section-definition";
import { latinSlug, line, text } from "../platform/text";
import { isPersonalPassword } from "./common-passwords";
import { emailAddress } from "./email";
import { newPassword, personalPasswordMessage } from "./passwords";

export const sections = {
  Account: { place: 130, description: "Whoever asks." },
} satisfies SectionDefinitions;

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

/** The slug of an organisation. */
export const organisationSlug = latinSlug(63)
  .min(2, "must have at least 2 characters")
  .refine((value) => !reservedSlugs.has(value), { error: "is reserved" });

/** What is said of an organisation that is to be founded. */
export const newOrganisation = z.strictObject({
  organisation: line(80),
  /** In the address of the public pages; made of the name if left empty. */
  organisationSlug: organisationSlug.optional(),
});

export const signUp = z
  .strictObject({
    ...newOrganisation.shape,
    name: line(80),
    email: emailAddress,
    password: newPassword,
  })
  .refine(
    ({ password, organisation, name, email }) => !isPersonalPassword(password, [organisation, name, email]),
    { path: ["password"], error: personalPasswordMessage },
  );
export type SignUp = z.output<typeof signUp>;

/** Any password may be tried; the bound keeps hashing cheap. */
export const givenPassword = text().min(1, "must not be empty").max(128, "must have at most 128 characters");

export const signIn = z.strictObject({
  email: emailAddress,
  password: givenPassword,
});
export type SignIn = z.output<typeof signIn>;

/** What people change of themselves with no further question. */
export const updateMe = z.strictObject({ name: line(80).meta({ example: "Ada Okafor" }) });

/** Any text is looked for: that keys are refused comes before what is a session's id. */
export const sessionParams = z.object({
  id: z.string().meta({
    description: "Id of the session",
    example: "6e5e6a89d47d6bfd3e38ee679b4456d4c7072f8370d93c9009c47d1a595c5723",
  }),
});

/** A code of the second factor: six digits, or a recovery code. */
export const secondFactorCode = text()
  .trim()
  .min(6, "must have at least 6 characters")
  .max(40, "must have at most 40 characters");
