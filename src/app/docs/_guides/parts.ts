export type GuidePart =
  | { kind: "words"; markdown: string }
  | {
      kind: "code";
      language: string;
      code: string;
      /** Status of each curl line in it, in their order. */
      statuses: number[];
    };

/**
 * A guide's words and its blocks of code. A block begins with three backticks, its language and, for lines of curl, the
 * statuses that they answer: "```sh 201". A test runs all of them and compares.
 */
export function partsOfGuide(markdown: string): GuidePart[] {
  return markdown.split(/^(```[\s\S]*?^```)$/m).flatMap((part): GuidePart[] => {
    const block = /^```(\w+)((?: \d{3})*)\n([\s\S]*?)\n?```$/.exec(part);
    if (!block) return part.trim() ? [{ kind: "words", markdown: part.trim() }] : [];
    const [, language = "", statuses = "", code = ""] = block;
    return [{ kind: "code", language, code, statuses: statuses.split(" ").filter(Boolean).map(Number) }];
  });
}
