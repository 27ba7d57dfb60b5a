import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Link } from "../../_ui/link";
import { Markdown } from "../../_ui/markdown";
import { guides } from "../_guides/guides";
import { loadGuide } from "../_guides/load-guide";
import { CodeBlock } from "../code-block";

type Props = PageProps<"/docs/[guide]">;

async function find({ params }: Props) {
  const { guide: slug } = await params;
  const guide = guides.find((one) => one.slug === slug);
  if (!guide) notFound();
  return guide;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { title, summary } = await find(props);
  return { title, description: summary };
}

const languages: Record<string, string> = { sh: "Shell", ts: "TypeScript", json: "JSON", text: "Shell" };

export default async function GuidePage(props: Props) {
  const guide = await find(props);
  const parts = await loadGuide(guide);
  const next = guides[guides.findIndex(({ slug }) => slug === guide.slug) + 1];
  return (
    <article className="max-w-3xl">
      <h1 className="text-3xl font-semibold tracking-tight sm:text-4xl">{guide.title}</h1>
      <div className="mt-6 space-y-5">
        {parts.map((part, index) =>
          part.kind === "words" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a guide don't change places.
            <Markdown key={index} html={part.html} className="[&:not(:first-child)>h2:first-child]:mt-10" />
          ) : (
            <CodeBlock
              // biome-ignore lint/suspicious/noArrayIndexKey: the same.
              key={index}
              code={part.code}
              label={labelOf(languages[part.language] ?? part.language, part.statuses)}
            />
          ),
        )}
      </div>
      <p className="mt-12 border-t border-rule pt-4 text-sm">
        <span className="text-soft">Next: </span>
        <Link href={next ? `/docs/${next.slug}` : "/docs/api"} className="link">
          {next?.title ?? "API reference"}
        </Link>
      </p>
    </article>
  );
}

function labelOf(language: string, statuses: number[]): string {
  return statuses.length > 0 ? `${language}, answers ${statuses.join(", then ")}` : language;
}
