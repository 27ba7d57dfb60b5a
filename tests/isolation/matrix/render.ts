import { type ActorName, actors } from "./actors";
import { expectations, expectedStatus } from "./expectations";

/** `docs/permissions.md`, from the table that the tests execute. */
export function renderPermissions(): string {
  const shown: ActorName[] = actors.filter((actor) =>
    expectations["GET /api/v1/me"]?.allowed.includes(actor),
  );
  const lines = Object.entries(expectations).map(([operation, expectation]) => {
    const cells = shown.map((actor) => String(expectedStatus(expectation, actor)));
    return `| \`${operation}\` | ${cells.join(" | ")} | ${expectation.note ?? ""} |`;
  });
  return `# Who may do what

Rendered from \`tests/isolation/matrix/expectations.ts\`, the table that the isolation matrix executes: every operation, asked
by every actor, about something of their own organisation, of another organisation, and of nobody. The cells are the
status for something of one's own. Without a credential, or with one that has expired, was revoked, or belongs to a
suspended member, the answer is 401. Something of another organisation answers 404, with the same bytes as something that
doesn't exist.

| operation | ${shown.join(" | ")} | |
| --- |${" --- |".repeat(shown.length)} --- |
${lines.join("\n")}
`;
}
