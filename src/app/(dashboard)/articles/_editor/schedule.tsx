"use client";

import { localTimeOf } from "@/lib/zoned-time";
import type { Article } from "@/server/articles/read";
import { useFormAction } from "../../../_lib/use-form-action";
import { useTimeZone } from "../../../_lib/use-time-zone";
import { Button } from "../../../_ui/button";
import { FormMessage } from "../../../_ui/form-message";
import { TextField } from "../../../_ui/text-field";
import { scheduleAction } from "../actions";
import { ScheduleState } from "./schedule-state";

export type Scheduled = Pick<Article, "publishAt" | "unpublishAt" | "scheduleProblem">;

interface ScheduleProps {
  article: Pick<Article, "id" | "status"> & Scheduled;
  version: number;
  onChanged: (version: number) => void;
}

/** When the article is published and unpublished without anybody being there. Its text stays as it is, also where it isn't saved. */
export function Schedule({ article, version, onChanged }: ScheduleProps) {
  const { id, status, publishAt, unpublishAt } = article;
  const { state, pending, formProps } = useFormAction(scheduleAction, {
    onDone: (saved) => onChanged(saved.version),
  });
  const timeZone = useTimeZone();
  const errors = state.kind === "error" ? state.fields : {};
  const typed = state.kind === "error" && state.values.timeZone === timeZone ? state.values : {};
  const isScheduled = Boolean(publishAt || unpublishAt);
  const field = (name: "publishAt" | "unpublishAt", label: string) => {
    const saved = article[name];
    const value = typed[name] ?? (saved ? localTimeOf(saved, timeZone) : "");
    return (
      <TextField
        // Another zone, or another time that is saved, is another value to begin with.
        key={`${name} ${value} ${timeZone}`}
        type="datetime-local"
        name={name}
        label={label}
        isOptional={name === "unpublishAt" && status !== "published"}
        defaultValue={value}
        error={errors[name]}
        hint={`In the time zone ${timeZone}.`}
      />
    );
  };
  return (
    <section aria-labelledby="schedule" className="mt-10 border-t border-rule pt-6">
      <h2 id="schedule" className="mb-2 text-xl font-semibold">
        Schedule
      </h2>
      <ScheduleState {...article} />
      <form {...formProps} noValidate className="max-w-2xl space-y-4">
        <FormMessage state={state} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="timeZone" value={timeZone} />
        <div className="grid gap-6 sm:grid-cols-2 sm:gap-10">
          {status !== "published" && field("publishAt", "Publish at")}
          {field("unpublishAt", "Unpublish at")}
        </div>
        <div className="flex flex-wrap gap-3">
          <Button type="submit" name="intent" value="schedule" pending={pending}>
            {isScheduled ? "Change the schedule" : "Schedule"}
          </Button>
          {isScheduled && (
            <Button type="submit" name="intent" value="cancel" pending={pending}>
              Cancel the schedule
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}
