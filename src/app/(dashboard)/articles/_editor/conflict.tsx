import { Button } from "../../../_ui/button";

/** Somebody else saved the article first. Nothing typed is lost, and nothing of theirs is, unless one chooses so. */
export function Conflict({ id, pending }: { id: string; pending: boolean }) {
  return (
    <div className="mt-3 space-y-3 text-sm">
      <p>
        Somebody else saved this article after you opened it. Your text is still here, below, and theirs is
        untouched. Compare the two, then take over by hand what is missing, or save yours in place of theirs.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <a href={`/articles/${id}`} target="_blank" rel="noreferrer" className="link">
          Open their version in a new tab
        </a>
        <Button type="submit" name="intent" value="overwrite" variant="danger" pending={pending}>
          Replace theirs with mine
        </Button>
      </div>
    </div>
  );
}
