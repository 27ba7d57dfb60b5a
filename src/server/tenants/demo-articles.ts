import type { CreateArticle } from "../articles/schema";

/** A few articles to look at, in the name of a demo organisation. */
export function demoArticles(organisation: string): CreateArticle[] {
  return [
    {
      title: `Welcome to ${organisation}`,
      status: "published",
      tags: ["Welcome"],
      content: `This is the first article of **${organisation}**. It is written in Markdown and was published through the same
service that the editor and the REST API use.

## What to try

1. Open *Articles* and write one of your own, with a preview beside it.
2. Publish it and look at the public page.
3. Create an API key under *API keys* and read it with \`curl\`.
`,
    },
    {
      title: "Markdown that you can rely on",
      status: "published",
      tags: ["Writing", "Welcome"],
      content: `Tables, task lists and code work; scripts don't.

| Element | Written as |
| --- | --- |
| Emphasis | \`*so*\` |
| Link | \`[text](https://example.org)\` |

- [x] Write
- [ ] Publish

\`\`\`ts
const answer: number = 6 * 7;
\`\`\`

> What isn't Markdown is shown as text or left out.
`,
    },
    {
      title: "Ideas for next week",
      status: "draft",
      content:
        "A draft: only the members of the organisation see it.\n\n- An interview\n- A look behind the scenes\n",
    },
  ];
}
