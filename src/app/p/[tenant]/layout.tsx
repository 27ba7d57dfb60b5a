import type { Metadata } from "next";
import { directionOf } from "@/server/platform/locale";
import { Link } from "../../_ui/link";
import { ThemeSetting } from "../../_ui/theme-setting";
import { isMemberOf, loadSite } from "./load-site";
import { feedLink, localeOf, siteWeekday } from "./site-text";
import { wordsIn } from "./site-words";

export async function generateMetadata({ params }: LayoutProps<"/p/[tenant]">): Promise<Metadata> {
  const context = await loadSite((await params).tenant);
  const { tenantName } = context;
  return {
    title: { default: tenantName, template: `%s · ${tenantName}` },
    alternates: { types: feedLink(context) },
  };
}

/** A publication's own frame: its name leads, ours is in the small print. */
export default async function SiteLayout({ params, children }: LayoutProps<"/p/[tenant]">) {
  const context = await loadSite((await params).tenant);
  const locale = localeOf(context);
  const words = wordsIn(locale);
  return (
    <div
      lang={locale.language}
      dir={directionOf(locale.language)}
      className="mx-auto flex min-h-dvh max-w-4xl flex-col px-5 sm:px-8"
    >
      <header className="pt-8 text-center sm:pt-12">
        <Link
          href={`/p/${context.tenantSlug}`}
          className="font-serif text-4xl leading-tight font-semibold tracking-tight text-balance sm:text-6xl"
        >
          <span dir="auto">{context.tenantName}</span>
        </Link>
        <p className="double-rule mt-6 border-t border-ink py-2 text-xs text-soft">
          {siteWeekday(new Date(), locale)}
        </p>
      </header>
      <main id="content" tabIndex={-1} className="flex-1 py-10 sm:py-14">
        {children}
      </main>
      <footer className="flex flex-wrap items-center justify-between gap-x-6 border-t border-rule py-3 text-sm text-soft">
        <p lang={words.lang}>
          {words.publishedWith}{" "}
          <Link href="/" className="quiet-link">
            Masthead
          </Link>
          {(await isMemberOf(context)) && (
            <>
              {" · "}
              <Link href="/dashboard" className="link" lang="en">
                Your dashboard
              </Link>
            </>
          )}
        </p>
        <ThemeSetting />
      </footer>
    </div>
  );
}
