import { type Fields, keyOf } from "../import/fields";
import { tagsFrom } from "../import/tags";

const keys = ["tags", "tag", "categories", "category", "keywords", "keyword", "topics", "topic", "labels"];

/** The tags of front matter, and what other systems call so. */
export function readTags(fields: Fields, path: string, notes: string[]): string[] {
  // Jekyll, and it alone, takes blanks for what stands between two tags.
  const isJekyll = fields.has("layout") || /(?:^|\/)_posts\//.test(path);
  const names: string[] = [];
  const add = (key: string, value: unknown): void => {
    const many = /s$/.test(key) || key === "category";
    if (typeof value === "string" && many && isJekyll && !value.includes(",") && /\s/.test(value.trim())) {
      const parts = value.trim().split(/\s+/);
      notes.push(`its ${key} "${value.trim()}" were taken apart at the blanks: ${parts.join(", ")}`);
      names.push(...parts);
    } else names.push(...namesIn(value, key, notes));
  };
  for (const key of keys) add(key, fields.take(key));
  const taxonomies = fields.take("taxonomies") ?? fields.take("taxonomy");
  if (taxonomies instanceof Map) for (const [key, value] of taxonomies) add(keyOf(String(key)), value);
  return tagsFrom(names, notes);
}

function namesIn(value: unknown, key: string, notes: string[]): string[] {
  if (value === undefined || value === null) return [];
  const list =
    typeof value === "string" ? value.split(/[,;]/) : Array.isArray(value) ? value.flat() : [value];
  const named = list.map(nameOf);
  if (named.includes(undefined)) notes.push(`${key} that are neither text nor numbers were left out`);
  return named.filter((name) => name !== undefined);
}

function nameOf(value: unknown): string | undefined {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (!(value instanceof Map)) return undefined;
  return nameOf(value.get("name") ?? value.get("label") ?? value.get("title"));
}
