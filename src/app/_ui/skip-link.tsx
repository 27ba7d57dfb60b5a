/** The first stop of the Tab key: past the header, to the page's own content. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="absolute top-0 left-4 z-50 -translate-y-full bg-ink px-4 py-2 text-sm text-paper focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
