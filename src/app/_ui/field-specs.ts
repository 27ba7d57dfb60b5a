/** A field of a SubmitForm. Not in its file: what a page imports from a client module is a reference, and has no contents. */
export interface FieldSpec {
  name: string;
  label: string;
  /** `password` has a button to look at it. */
  type?: "text" | "email" | "password";
  autoComplete?: string;
  inputMode?: "numeric";
  maxLength?: number;
  defaultValue?: string;
  hint?: string;
}

/** What a new password's field says. */
export const newPasswordField: FieldSpec = {
  name: "password",
  label: "New password",
  type: "password",
  autoComplete: "new-password",
  hint: "At least 8 characters; three or four unrelated words are good.",
};

export const currentPasswordField: FieldSpec = {
  name: "currentPassword",
  label: "Current password",
  type: "password",
  autoComplete: "current-password",
};
