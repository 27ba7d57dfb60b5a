"use client";

import { ArrowUpRight } from "lucide-react";
import { usePathname } from "next/navigation";
import { Link } from "../../_ui/link";
import type { NavigationEntry } from "./navigation-entry";

interface NavigationProps {
  slug: string;
  entries: NavigationEntry[];
}

/** One row that fits a phone; nothing to open, so it also works before any script has run. */
export function Navigation({ slug, entries }: NavigationProps) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="-mx-2 flex items-center overflow-x-auto text-sm sm:gap-x-3">
        {entries.map(({ href, label, under = [href] }) => {
          const isHere = under.some((path) => pathname === path || pathname.startsWith(`${path}/`));
          return (
            <li key={href}>
              <Link href={href} aria-current={isHere ? "page" : undefined} className="tab">
                {label}
              </Link>
            </li>
          );
        })}
        <li className="ms-auto">
          <Link href={`/p/${slug}`} className="tab">
            Public page
            <ArrowUpRight aria-hidden="true" className="size-3.5 max-sm:hidden" />
          </Link>
        </li>
      </ul>
    </nav>
  );
}
