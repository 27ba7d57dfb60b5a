"use client";

import { catchError, type ErrorInfo } from "next/error";
import { Button } from "./button";
import { ErrorReference } from "./error-reference";

/** Holds the failure of one part of a page: the other parts stay, and this one can be tried again. */
export const PartBoundary = catchError(function PartFailed(
  { what, className }: { what: string; className?: string },
  { error, retry }: ErrorInfo,
) {
  return (
    <div role="alert" className={className}>
      <p className="text-sm">{what} could not be loaded.</p>
      <ErrorReference error={error} />
      <div className="mt-3">
        <Button onClick={() => retry()}>Try again</Button>
      </div>
    </div>
  );
});
