import { Link } from "../_ui/link";
import { PageTitle } from "../_ui/page-title";
import { guides } from "./_guides/guides";

export default function DocsPage() {
  return (
    <>
      <PageTitle
        title="Build on Masthead"
        intro="Everything that the dashboard does can be done over the REST API, with a key of your organisation. These guides say how, in lines that you can paste into a terminal."
      />
      <ul className="grid gap-x-10 sm:grid-cols-2">
        {[...guides, reference].map(({ slug, title, summary }) => (
          <li key={slug} className="border-t border-rule py-4">
            <h2 className="text-xl font-semibold">
              <Link href={`/docs/${slug}`} className="hover:text-accent">
                {title}
              </Link>
            </h2>
            <p className="mt-1 text-sm text-soft">{summary}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

const reference = {
  slug: "api",
  title: "API reference",
  summary: "Every operation, with a form to try it with a key of your own.",
};
