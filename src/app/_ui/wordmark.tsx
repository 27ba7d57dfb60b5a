import { Link } from "./link";

/** The program's own name, as a newspaper would set it. */
export function Wordmark({ href = "/" }: { href?: string }) {
  return (
    <Link href={href} className="font-serif text-xl font-semibold tracking-tight">
      Masthead
    </Link>
  );
}
