import { ArrowLeft, ArrowRight } from "lucide-react";
import { buttonClass } from "./button-class";
import { Link } from "./link";

interface PagerProps {
  page: number;
  pages: number;
  /** The address of a page by its number, counted from 1. */
  hrefOf: (page: number) => string;
  words?: Partial<PagerWords>;
}

interface PagerWords {
  previous: string;
  next: string;
  pages: string;
  pageOf(page: number, pages: number): string;
  lang?: string;
}

const inEnglish: PagerWords = {
  previous: "Previous",
  next: "Next",
  pages: "Pages",
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
};

/** Links to the pages before and after; nothing where there is but one. */
export function Pager({ page, pages, hrefOf, words: given }: PagerProps) {
  const words = { ...inEnglish, ...given };
  if (pages <= 1) return null;
  return (
    <nav
      aria-label={words.pages}
      lang={words.lang}
      className="mt-8 grid grid-cols-[1fr_auto_1fr] items-center gap-4"
    >
      <div>
        {page > 1 && (
          <Link rel="prev" href={hrefOf(page - 1)} className={buttonClass("plain")}>
            <ArrowLeft aria-hidden="true" className="size-4" />
            {words.previous}
          </Link>
        )}
      </div>
      <p className="text-sm text-soft">{words.pageOf(page, pages)}</p>
      <div className="text-end">
        {page < pages && (
          <Link rel="next" href={hrefOf(page + 1)} className={buttonClass("plain")}>
            {words.next}
            <ArrowRight aria-hidden="true" className="size-4" />
          </Link>
        )}
      </div>
    </nav>
  );
}
