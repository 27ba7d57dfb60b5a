import type { ErrorCode } from "../platform/errors";

/** For whom a page was made, and in which of their organisations. */
export interface PageOwner {
  organisation: { id: string; name: string };
  person: { id: string; name: string };
}

/**
 * The same in one word, which every form carries: what was written in one organisation must not be carried out in another,
 * into which the browser was switched in another tab meanwhile. Null: a page for nobody in particular.
 */
export type MadeFor = string | null;

export function madeForOf({ organisation, person }: PageOwner): string {
  return `${organisation.id}/${person.id}`;
}

/** `other_page`: the form comes from a page of another organisation or person than the session's. */
export type FormErrorCode = ErrorCode | "other_page";

/** What a form begins with; after it was sent, what it shows. */
export type FormState<Result = undefined> =
  | { kind: "idle"; madeFor: MadeFor }
  | { kind: "done"; madeFor: MadeFor; result: Result }
  | {
      kind: "error";
      madeFor: MadeFor;
      /** For pages that offer a way out of a certain error. */
      code: FormErrorCode;
      /** For the whole form. */
      message: string;
      /** By the name of the field. */
      fields: Record<string, string>;
      /**
       * Where the form was posted without script: what was typed, so that it isn't lost; passwords and codes excepted.
       * With script it is still in the fields.
       */
      values: Record<string, string>;
      requestId: string;
      /** With `other_page`: where and as whom one is now. */
      now?: PageOwner;
    };
