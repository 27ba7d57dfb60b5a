import "server-only";
import { revalidatePath } from "next/cache";

/**
 * For the end of an action that changed what pages show: the page it came from is made anew together with the answer,
 * and what the browser kept of others is dropped. Pages read through services, so no cache of Next's is concerned.
 */
export function pagesChanged(): void {
  revalidatePath("/", "layout");
}
