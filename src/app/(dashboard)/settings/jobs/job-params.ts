import { listJobs } from "@/server/jobs/schema";
import type { Job } from "@/server/jobs/service";
import { firstOf, hrefWith, type SearchParams } from "../../../_lib/search-params";

/** Which jobs are shown; all, unless a state is asked for. */
export interface JobParams {
  state: Job["state"] | undefined;
  cursor: string | undefined;
}

/** Whatever can't be meant counts as not given. */
export function jobParamsOf(given: SearchParams): JobParams {
  const { state, cursor } = listJobs.shape;
  return {
    state: state.safeParse(firstOf(given.state)).data,
    cursor: cursor.safeParse(firstOf(given.before)).data,
  };
}

export function jobsHref({ state, cursor }: Partial<JobParams>): string {
  return hrefWith("/settings/jobs", { state, before: cursor });
}
