import type { Metadata } from "next";
import { Link } from "../_ui/link";
import { ThemeSetting } from "../_ui/theme-setting";
import { Wordmark } from "../_ui/wordmark";
import { guides } from "./_guides/guides";
import { loadReference, sectionSlug, sectionsOf } from "./_reference/operations";
import { Contents } from "./contents";

export const metadata: Metadata = {
  title: { default: "Documentation · Masthead", template: "%s · Masthead documentation" },
  description: "Guides and reference of Masthead's REST API.",
};

/** The documentation is open to everybody, so it knows nothing of sessions. */
export default async function DocsLayout({ children }: LayoutProps<"/docs">) {
  const chapters = [
    {
      title: "Guides",
      href: "/docs",
      pages: guides.map(({ slug, title }) => ({ href: `/docs/${slug}`, title })),
    },
    {
      title: "Reference",
      href: "/docs/api",
      pages: [
        ...sectionsOf(await loadReference()).map((section) => ({
          href: `/docs/api/${sectionSlug(section)}`,
          title: section as string,
        })),
        { href: "/docs/api/errors", title: "Error codes" },
      ],
    },
  ];
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-7xl flex-col px-5 sm:px-8">
      <header className="double-rule flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 pt-5 pb-3">
        <p className="flex items-baseline gap-3">
          <Wordmark />
          <Link href="/docs" className="quiet-link text-soft">
            Documentation
          </Link>
        </p>
        <p className="text-sm">
          <Link href="/dashboard" className="quiet-link text-soft">
            Your dashboard
          </Link>
        </p>
      </header>
      <div className="flex-1 gap-x-12 py-8 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:py-12">
        <Contents chapters={chapters} />
        <main id="content" tabIndex={-1} className="min-w-0 max-lg:mt-8">
          {children}
        </main>
      </div>
      <footer className="flex flex-wrap items-center justify-between gap-x-6 border-t border-rule py-3 text-sm text-soft">
        <p>
          The description that all this is made from:{" "}
          <a href="/api/v1/openapi.json" className="link">
            openapi.json
          </a>
        </p>
        <ThemeSetting />
      </footer>
    </div>
  );
}
