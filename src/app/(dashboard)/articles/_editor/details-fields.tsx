import { TextField } from "../../../_ui/text-field";
import type { Draft } from "./use-draft";

interface DetailsFieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: Record<string, string>;
  /** Where the public pages of the organisation are. */
  publicPath: string;
  isPublished: boolean;
}

/** What an article has beside its text. */
export function DetailsFields({ draft, change, errors, publicPath, isPublished }: DetailsFieldsProps) {
  // The service counts tags; the form has one field for them all.
  const tagsError = errors.tags ?? Object.entries(errors).find(([path]) => path.startsWith("tags."))?.[1];
  return (
    <div className="mt-10 grid gap-6 border-t border-rule pt-6 sm:grid-cols-2 sm:gap-10">
      <TextField
        label="Tags"
        name="tags"
        isOptional
        value={draft.tags}
        onChange={(event) => change({ tags: event.target.value })}
        error={tagsError}
        hint="Separated by commas, such as Harbour, Interview."
      />
      <TextField
        label="Address"
        name="slug"
        isOptional
        autoCapitalize="none"
        spellCheck={false}
        value={draft.slug}
        onChange={(event) => change({ slug: event.target.value })}
        error={errors.slug}
        hint={
          <>
            {isPublished ? "Links to the old address will break. " : "Made of the title if left empty. "}
            <span className="break-all">{`${publicPath}/${draft.slug || "…"}`}</span>
          </>
        }
      />
    </div>
  );
}
