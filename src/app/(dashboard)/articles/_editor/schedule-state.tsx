import type { Article } from "@/server/articles/read";
import { LocalTime } from "../../../_ui/local-time";

/** What is scheduled for an article, in a sentence; or why what was did not happen, and what to do about it. */
export function ScheduleState({
  status,
  publishAt,
  unpublishAt,
  scheduleProblem,
}: Pick<Article, "status" | "publishAt" | "unpublishAt" | "scheduleProblem">) {
  const due = publishAt ?? unpublishAt;
  if (scheduleProblem && due) {
    return (
      <p className="mb-4 max-w-2xl border-s-2 border-danger bg-danger-wash px-4 py-3 text-sm">
        {status === "published" ? "This was to be unpublished on " : "This was to be published on "}
        <LocalTime value={due} />, and was left as it is.{" "}
        {scheduleProblem === "not_allowed"
          ? "Whoever scheduled it may no longer publish it. Choose a new time, do it now, or cancel the schedule."
          : "When Masthead came to it, the time to unpublish it had passed as well. Choose new times, or cancel the schedule."}
      </p>
    );
  }
  return (
    <p className="mb-4 max-w-2xl text-sm text-soft">
      {publishAt && (
        <>
          Will be published on <LocalTime value={publishAt} />, with the text that is saved by then.{" "}
        </>
      )}
      {unpublishAt && (
        <>
          Will be unpublished on <LocalTime value={unpublishAt} />, and is a draft again from then on.
        </>
      )}
      {!due &&
        (status === "published"
          ? "To take it off the public page at a certain time, say when."
          : "To have it published without you, say when.")}
    </p>
  );
}
