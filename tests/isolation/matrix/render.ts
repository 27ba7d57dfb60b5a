import { type ActorName, actors } from "../../support/resources/actors";
import { actionCases, operationCases, pageCases } from "../../support/resources/collected";
import { expectedAction, expectedPage, expectedStatus } from "../../support/resources/expected";
import { people } from "../../support/resources/people";

/** `docs/permissions.md`, from the cases that the tests execute. */
export function renderPermissions(): string {
  const shown: ActorName[] = actors.filter((actor) =>
    operationCases["GET /api/v1/me"]?.allowed.includes(actor),
  );
  const lines = Object.entries(operationCases).map(([operation, expectation]) => {
    const cells = shown.map((actor) => String(expectedStatus(expectation, actor)));
    return `| \`${operation}\` | ${cells.join(" | ")} | ${expectation.note ?? ""} |`;
  });
  return `# Who may do what

Rendered from \`tests/resources\`, which the tests execute: every operation of the REST API, every page
and every form, asked by everybody, about something of their own organisation, of another organisation, and of nobody. The
cells are the answer about something of one's own. Something of another organisation is answered like something that
doesn't exist: by the API byte for byte, by pages and forms with the same content (React sends a page's parts in an order of
chance).

## The REST API

Without a credential, or with one that has expired, was revoked, or belongs to a suspended member, the answer is 401.
Something that isn't there, or is another organisation's, answers 404.

${table(["operation", ...shown, ""], lines)}

## Pages

A link from a mail is a credential of its own: whoever has it sees its page.

${table(["page", ...people, ""], pageLines())}

## Forms

The Server Actions behind the pages. Each is refused if it doesn't come from one of our own pages; and those of members, but
for switching the organisation and signing out, if the page was made for another organisation or person than the session's, or
doesn't say for whom.

${table(["action", ...people, ""], actionLines())}
`;
}

function pageLines(): string[] {
  return Object.entries(pageCases).map(([path, page]) => {
    const cells = people.map((person) => expectedPage(page, person));
    return `| \`${path}\` | ${cells.join(" | ")} | ${page.note ?? ""} |`;
  });
}

function actionLines(): string[] {
  return Object.entries(actionCases).map(([name, action]) => {
    const cells = people.map((person) => expectedAction(action, person));
    return `| \`${name}\` | ${cells.join(" | ")} | ${action.note ?? ""} |`;
  });
}

function table(heads: string[], lines: string[]): string {
  return [`| ${heads.join(" | ")} |`, `|${" --- |".repeat(heads.length)}`, ...lines].join("\n");
}
