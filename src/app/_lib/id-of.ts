import "server-only";
import { notFound } from "next/navigation";
import { z } from "zod";

/** The id in a page's address, or the page for what isn't there. */
export function idOf(param: string): string {
  const id = z.uuid().safeParse(param);
  return id.success ? id.data : notFound();
}
