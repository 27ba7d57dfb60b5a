import type { Names } from "../names";

export const schemaFile = ({ One, Many, Word, Words, one, words }: Names) => `import { z } from "zod";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";
import { line } from "../platform/text";

export const sections = {
  ${JSON.stringify(Words)}: { place: 65, description: "The organisation's ${words}." },
} satisfies SectionDefinitions;

export const list${Many} = z.strictObject(idPage);
export type List${Many} = z.output<typeof list${Many}>;

/** What clients send to make or change ${words}. */
export const ${one}Input = z.strictObject({ name: line(120).meta({ example: "${Word} of the week" }) });
export type ${One}Input = z.output<typeof ${one}Input>;

/** What the API shows of it: this goes out and nothing else, whatever a row may come to hold. */
export const ${one}Response = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: "${Word} of the week" }),
    version: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "${One}" });
`;

export const errorCodesFile = ({
  code,
  Word,
  word,
}: Names) => `import { type ErrorDefinitions, notFoundRemedy } from "../platform/error-definition";

export const errorCodes = {
  ${code}_not_found: {
    status: 404,
    title: "${Word} not found",
    meaning: "There is no such ${word}.",
    remedy: notFoundRemedy,
  },
} satisfies ErrorDefinitions;
`;

export const eventTypesFile = ({ code, Word, word }: Names) => `import { z } from "zod";
import type { EventDefinitions } from "../events/event-definition";

const about = { subject: "${code}", visibleTo: "read" } as const;
const name = z.string().meta({ example: "${Word} of the week" });
const payload = z.object({ name });

export const eventTypes = {
  "${code}.created": { ...about, sentence: "made the ${word} {label}", payload },
  "${code}.updated": {
    ...about,
    sentence: "changed the ${word} {label}",
    payload: payload.extend({ previousName: name }),
  },
  "${code}.deleted": { ...about, sentence: "deleted the ${word} {label}", payload },
} satisfies EventDefinitions;
`;
