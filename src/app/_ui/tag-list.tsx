import { Link } from "./link";

interface TagListProps {
  tags: { slug: string; name: string }[];
  hrefOf: (slug: string) => string;
}

export function TagList({ tags, hrefOf }: TagListProps) {
  if (tags.length === 0) return null;
  return (
    <ul aria-label="Tags" className="mt-8 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {tags.map(({ slug, name }) => (
        <li key={slug}>
          <Link href={hrefOf(slug)} className="wrap-anywhere text-accent hover:underline">
            <span aria-hidden="true">#</span>
            <bdi>{name}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}
