import { z } from "zod";
import { type ArticleSort, articleSortFields } from "@/db/repositories/articles-list";
import { isStorable } from "../platform/datetime-schema";
import { invalidField } from "../platform/errors";

/** Where a page of a list ended: the value that it is sorted by and, for ties, the id. Opaque to clients. */
const cursorSchema = z.tuple([z.enum(articleSortFields), z.boolean(), z.number().int(), z.uuid()]);

export interface ListOrder {
  sort: ArticleSort;
  descending: boolean;
}

export function encodeCursor({ sort, descending }: ListOrder, at: Date, id: string): string {
  return Buffer.from(JSON.stringify([sort, descending, at.getTime(), id])).toString("base64url");
}

/** Throws `validation_failed` for a cursor that we didn't make, or made for another order. */
export function decodeCursor(cursor: string, order: ListOrder): { at: Date; id: string } {
  try {
    const [sort, descending, at, id] = cursorSchema.parse(
      JSON.parse(Buffer.from(cursor, "base64url").toString()),
    );
    const date = new Date(at);
    if (sort === order.sort && descending === order.descending && isStorable(date)) return { at: date, id };
  } catch {
    // Said below in our own words.
  }
  throw invalidField("cursor", "is not a cursor of this list: start again without it");
}
