import type { Metadata } from "next";
import { sections } from "@/server/generated/sections";
import { Link } from "../../_ui/link";
import { PageTitle } from "../../_ui/page-title";
import { MethodBadge } from "../_reference/method-badge";
import { loadReference, sectionSlug, sectionsOf } from "../_reference/operations";

export const metadata: Metadata = { title: "API reference" };

export default async function ReferencePage() {
  const operations = await loadReference();
  return (
    <>
      <PageTitle
        title="API reference"
        intro="Every operation of the REST API, made from the schemas that the server itself checks requests against. Each can be tried here with a key of your own."
      />
      <p className="max-w-2xl text-sm text-soft">
        Tools read the same as{" "}
        <a href="/api/v1/openapi.json" className="link">
          OpenAPI 3.1
        </a>
        . New here? The guides begin with{" "}
        <Link href="/docs/authentication" className="link">
          authentication
        </Link>
        .
      </p>
      {sectionsOf(operations).map((section) => (
        <section key={section} className="mt-10">
          <h2 className="text-xl font-semibold">
            <Link href={`/docs/api/${sectionSlug(section)}`} className="quiet-link">
              {section}
            </Link>
          </h2>
          <p className="text-sm text-soft">{sections[section].description}</p>
          <ul className="mt-3 divide-y divide-rule border-y border-rule text-sm">
            {operations
              .filter((operation) => operation.section === section)
              .map(({ id, method, path, summary }) => (
                <li key={id}>
                  <Link
                    href={`/docs/api/${sectionSlug(section)}#${id}`}
                    className="grid gap-x-4 py-2 -outline-offset-2 hover:bg-wash sm:grid-cols-2"
                  >
                    <span className="flex items-baseline">
                      <MethodBadge method={method} />
                      <code className="min-w-0 font-mono text-[0.92em] break-all">
                        {path.replace("/api/v1", "")}
                      </code>
                    </span>
                    <span className="text-soft max-sm:ps-16">{summary}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}
