import { ArrowLeft, ArrowRight } from "lucide-react";
import { buttonClass } from "./button-class";
import { Link } from "./link";

interface PagerProps {
  page: number;
  pages: number;
  /** The address of a page by its number, counted from 1. */
  hrefOf: (page: number) => string;
  labels?: { previous: string; next: string };
}

/** Links to the pages before and after; nothing where there is but one. */
export function Pager({ page, pages, hrefOf, labels = { previous: "Previous", next: "Next" } }: PagerProps) {
  if (pages <= 1) return null;
  return (
    <nav aria-label="Pages" className="mt-8 grid grid-cols-[1fr_auto_1fr] items-center gap-4">
      <div>
        {page > 1 && (
          <Link rel="prev" href={hrefOf(page - 1)} className={buttonClass("plain")}>
            <ArrowLeft aria-hidden="true" className="size-4" />
            {labels.previous}
          </Link>
        )}
      </div>
      <p className="text-sm text-soft">
        Page {page} of {pages}
      </p>
      <div className="text-end">
        {page < pages && (
          <Link rel="next" href={hrefOf(page + 1)} className={buttonClass("plain")}>
            {labels.next}
            <ArrowRight aria-hidden="true" className="size-4" />
          </Link>
        )}
      </div>
    </nav>
  );
}
