"use client";

import { useParams } from "next/navigation";
import type { ReactNode } from "react";
import { buttonClass } from "../../_ui/button-class";
import { Link } from "../../_ui/link";

/** To the publication's front page, from where nothing but the address says which one it is. */
export function SiteLink({ children }: { children: ReactNode }) {
  const { tenant } = useParams<{ tenant: string }>();
  return (
    <Link href={`/p/${tenant}`} className={buttonClass("plain")}>
      {children}
    </Link>
  );
}
