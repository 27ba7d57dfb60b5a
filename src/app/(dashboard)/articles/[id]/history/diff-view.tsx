import type { ReactNode } from "react";
import type { RevisionDiff } from "@/server/articles/revision-response-schema";
import { ContentDiff } from "./content-diff";

/** What differs between two revisions, field by field. */
export function DiffView({ diff: { fields }, isFirst }: { diff: RevisionDiff; isFirst: boolean }) {
  const { title, slug, tags, content } = fields;
  if (!(title || slug || tags || content)) return <p className="py-10 text-sm text-soft">Nothing differs.</p>;
  return (
    <div className="mt-6 space-y-8">
      {title && (
        <Field name="Title">
          <Replaced before={title.before} after={title.after} isFirst={isFirst} />
        </Field>
      )}
      {slug && (
        <Field name="Address">
          <Replaced before={slug.before} after={slug.after} isFirst={isFirst} />
        </Field>
      )}
      {tags && (
        <Field name="Tags">
          <ul className="flex flex-wrap gap-x-3 gap-y-1">
            {tags.removed.map((tag) => (
              <li key={`-${tag.slug}`} className="wrap-anywhere">
                <Removed>{tag.name}</Removed>
              </li>
            ))}
            {tags.added.map((tag) => (
              <li key={`+${tag.slug}`} className="wrap-anywhere">
                <Added>{tag.name}</Added>
              </li>
            ))}
          </ul>
        </Field>
      )}
      {content && (
        <Field name="Text">
          <ContentDiff content={content} />
        </Field>
      )}
    </div>
  );
}

function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name}>
      <h3 className="eyebrow mb-2">{name}</h3>
      {children}
    </section>
  );
}

function Replaced({ before, after, isFirst }: { before: string; after: string; isFirst: boolean }) {
  return (
    <div className="space-y-1 wrap-anywhere">
      {!isFirst && (
        <p>
          <Removed>{before}</Removed>
        </p>
      )}
      <p>
        <Added>{after}</Added>
      </p>
    </div>
  );
}

function Removed({ children }: { children: string }) {
  return (
    <del className="bg-danger-wash px-1 text-danger">
      <span className="sr-only">Removed: </span>
      {children}
    </del>
  );
}

function Added({ children }: { children: string }) {
  return (
    <ins className="bg-accent-wash px-1 text-accent-strong no-underline">
      <span className="sr-only">Added: </span>
      {children}
    </ins>
  );
}
