"use client";

import { usePathname } from "next/navigation";
import { Link } from "../_ui/link";

export interface Chapter {
  title: string;
  href: string;
  pages: { href: string; title: string }[];
}

/** All pages of the documentation: beside them where there is room, else folded up above. */
export function Contents({ chapters }: { chapters: Chapter[] }) {
  const pathname = usePathname();
  return (
    <>
      {/* Another page folds it up again. */}
      <details key={pathname} className="border-b border-rule pb-3 lg:hidden">
        <summary className="cursor-pointer py-1 font-medium">Contents</summary>
        <nav aria-label="Contents" className="pt-3">
          <Chapters chapters={chapters} current={pathname} />
        </nav>
      </details>
      <nav aria-label="Documentation" className="text-sm max-lg:hidden">
        <div className="sticky top-8 max-h-[calc(100dvh-4rem)] overflow-y-auto">
          <Chapters chapters={chapters} current={pathname} />
        </div>
      </nav>
    </>
  );
}

function Chapters({ chapters, current }: { chapters: Chapter[]; current: string }) {
  return chapters.map(({ title, href, pages }) => (
    <div key={href} className="pb-6">
      <p className="eyebrow">
        <PageLink href={href} title={title} isCurrent={href === current} />
      </p>
      <ul className="mt-1">
        {pages.map((page) => (
          <li key={page.href}>
            <PageLink {...page} isCurrent={page.href === current} />
          </li>
        ))}
      </ul>
    </div>
  ));
}

function PageLink({ href, title, isCurrent }: { href: string; title: string; isCurrent: boolean }) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className="block py-1 -outline-offset-2 hover:text-accent aria-[current=page]:font-semibold aria-[current=page]:text-accent"
    >
      {title}
    </Link>
  );
}
