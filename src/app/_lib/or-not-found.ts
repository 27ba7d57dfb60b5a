import "server-only";
import { notFound } from "next/navigation";
import { errorCodes } from "@/server/generated/error-codes";
import { AppError } from "@/server/platform/errors";

/** What a service answers, or the page for what isn't there. Other errors go on to the error page. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof AppError && errorCodes[error.code].status === 404) notFound();
    throw error;
  }
}
