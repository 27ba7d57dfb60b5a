/** The guides in the order of reading. Each is `docs/guides/<slug>.md`, whose heading is the title. */
export const guides = [
  {
    slug: "authentication",
    title: "Authentication",
    summary: "Keys: which kinds there are, what they may, how to replace them without a gap.",
  },
  { slug: "paging", title: "Paging", summary: "Walking through lists that change while you walk." },
  {
    slug: "filters-and-fields",
    title: "Filters and fields",
    summary: "Getting the articles that you want, and only the parts that you need.",
  },
  {
    slug: "keeping-a-copy",
    title: "Keeping a copy",
    summary: "Following everything that happens, with nothing missing and nothing twice.",
  },
  { slug: "errors", title: "Errors", summary: "What a refusal looks like, and which are worth another try." },
  { slug: "idempotency", title: "Idempotency", summary: "Sending a change again without doing it twice." },
  {
    slug: "conditional-requests",
    title: "Conditional requests and merging",
    summary: "Reading only what is new, and never overwriting what you haven’t seen.",
  },
  {
    slug: "scheduling",
    title: "Scheduling",
    summary: "Publishing and unpublishing at a time, without anybody being there.",
  },
  { slug: "limits", title: "Limits", summary: "How many requests there may be, and how to see it coming." },
  { slug: "webhooks", title: "Webhooks", summary: "Being told what happens, as it happens." },
  {
    slug: "import-and-export",
    title: "Import and export",
    summary: "Taking everything out, and bringing it in.",
  },
  { slug: "typed-client", title: "Typed client", summary: "One generated file for TypeScript." },
] as const;
export type Guide = (typeof guides)[number];
