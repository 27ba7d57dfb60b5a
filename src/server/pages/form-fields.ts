import { AppError } from "../platform/errors";

/** More than any form of ours has. */
const fieldsMax = 64;

/** What was typed into a form, by the name of the field. Throws `validation_failed` for what is no form of ours. */
export function textFields(form: unknown): Record<string, string> {
  if (!(form instanceof FormData)) throw new AppError("validation_failed", "A form is expected");
  const values: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of form) {
    // Next adds fields of its own to a form that is sent before its script has loaded.
    if (name.startsWith("$") || typeof value !== "string") continue;
    count += 1;
    if (count > fieldsMax) throw new AppError("validation_failed", "The form has too many fields");
    values[name] = value;
  }
  return values;
}

/**
 * What goes back into the page, so that it needn't be typed again: no more than `max` characters, and nothing secret, which
 * has no place in a page.
 */
export function echoOf(values: Record<string, string>, max: number): Record<string, string> {
  let room = max;
  const kept = Object.entries(values).filter(([name, value]) => {
    if (/password|code|token/i.test(name) || value.length > room) return false;
    room -= value.length;
    return true;
  });
  return Object.fromEntries(kept);
}
