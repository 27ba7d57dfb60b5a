"use client";

import { buttonClass } from "../_ui/button-class";
import { Link } from "../_ui/link";
import { StatusPage } from "../_ui/status-page";

/**
 * Within the frame of the signed-in pages: an article that isn't there, or belongs to another organisation. Of the browser's,
 * since the data of each page in this frame name it and would else spell it out.
 */
export default function NotFound() {
  return (
    <StatusPage eyebrow="Not found" title="There is nothing here">
      <p>It may have been deleted, or the address has a mistake in it.</p>
      <Link href="/articles" className={buttonClass("plain")}>
        All articles
      </Link>
    </StatusPage>
  );
}
