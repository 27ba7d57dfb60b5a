import { redirect } from "next/navigation";
import { getSession } from "@/server/pages/page-session";
import { weekdayText } from "./_lib/dates";
import { buttonClass } from "./_ui/button-class";
import { Link } from "./_ui/link";
import { ThemeSetting } from "./_ui/theme-setting";

const columns = [
  {
    title: "Write together",
    text: "Everyone in your organisation has a role: authors keep their own articles, editors keep them all. Markdown, with the page as it will look beside it.",
  },
  {
    title: "Publish at once",
    text: "Each organisation has its own public pages. What you publish is there the same second, and gone the same second when you take it back.",
  },
  {
    title: "Connect anything",
    text: "All of it is also a REST API, with keys that you make and revoke yourself. Your site, your app and your tools read and write what your staff does.",
  },
];

export default async function HomePage() {
  if (await getSession()) redirect("/dashboard");
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-5 sm:px-8">
      <header className="pt-10 text-center sm:pt-16">
        <h1 className="font-serif text-6xl font-semibold tracking-tight sm:text-8xl">Masthead</h1>
        <div className="mt-8 flex flex-wrap justify-between gap-x-6 gap-y-1 border-t border-ink py-2 text-xs text-soft">
          <span>{weekdayText(new Date())}</span>
          <span>Publishing for organisations</span>
        </div>
        <div className="double-rule" />
      </header>
      <main id="content" tabIndex={-1} className="flex-1 py-12 sm:py-20">
        <p className="mx-auto max-w-2xl text-center font-serif text-2xl leading-snug text-balance sm:text-3xl">
          A publication’s masthead lists its staff. This one gives them a place to write, and the world a
          place to read.
        </p>
        <div className="mt-10 flex flex-wrap justify-center gap-3">
          <Link href="/register" className={buttonClass("primary")}>
            Start your publication
          </Link>
          <Link href="/login" className={buttonClass("plain")}>
            Sign in
          </Link>
        </div>
        <div className="mt-16 grid gap-8 sm:mt-24 sm:grid-cols-3 sm:gap-0 sm:divide-x sm:divide-rule">
          {columns.map(({ title, text }) => (
            <section key={title} className="sm:px-6 sm:first:ps-0 sm:last:pe-0">
              <h2 className="text-xl font-semibold">{title}</h2>
              <p className="mt-2 text-sm leading-relaxed text-soft">{text}</p>
            </section>
          ))}
        </div>
      </main>
      <footer className="flex items-center justify-between border-t border-rule py-3 text-sm text-soft">
        <p className="flex flex-wrap gap-x-5">
          <Link href="/docs" className="quiet-link">
            Documentation
          </Link>
          <span>Open source, MIT licence.</span>
        </p>
        <ThemeSetting />
      </footer>
    </div>
  );
}
