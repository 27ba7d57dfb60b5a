import { uuidv7 } from "uuidv7";
import type { NewTag } from "@/db/repositories/tags";
import { invalidField } from "../platform/errors";
import { tagKey, tagSlugOf } from "../tags/key";

/** Tags by name, each once. Throws `validation_failed` for names of which no slug can be made. */
export function tagsOf(names: string[]): NewTag[] {
  const byKey = new Map<string, NewTag>();
  names.forEach((name, index) => {
    const slug = tagSlugOf(name);
    if (!slug) throw invalidField(`tags.${index}`, "must contain letters or digits");
    const key = tagKey(name);
    if (!byKey.has(key)) byKey.set(key, { id: uuidv7(), slug, name });
  });
  return [...byKey.values()];
}
