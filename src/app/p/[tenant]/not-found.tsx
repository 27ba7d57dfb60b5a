import type { Metadata } from "next";
import { StatusPage } from "../../_ui/status-page";
import { SiteLink } from "./site-link";

export const metadata: Metadata = { title: "Not found" };

/** Within the publication's own frame: an article that isn't there, or isn't public any more. */
export default function NotFound() {
  return (
    <StatusPage eyebrow="Not found" title="No such page">
      <p>The address has a mistake in it, or what was here has gone.</p>
      <SiteLink>All articles</SiteLink>
    </StatusPage>
  );
}
