import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Ids, withIds } from "../support/resources/ids";
import type { Person } from "../support/resources/people";
import type { ActionAnswer, PageAnswer } from "../support/resources/resource";

export interface Seen<Answer extends string> {
  /** In the words of the tables; something else if none of them fits. */
  answer: Answer | string;
  status: number;
  headers: [string, string][];
  /** What is different from one answer to the next on purpose is taken out: nonces, and the ids that were asked about. */
  text: string;
}

/** Asks a server for a page as a person does. */
export async function askPage(
  url: string,
  path: string,
  ids: Ids,
  person: Person,
): Promise<Seen<PageAnswer>> {
  const answer = await fetch(url + withIds(path, ids), { redirect: "manual", headers: headersOf(person) });
  const text = await answer.text();
  return { answer: pageAnswer(answer, text), ...comparable(answer, text, ids) };
}

function pageAnswer({ status, headers }: Response, text: string): PageAnswer | string {
  const target = (headers.get("location") ?? "").split("?")[0];
  if (target === "/login") return "sign in";
  if (target === "/dashboard") return "dashboard";
  if (status === 404) return "not found";
  if (status !== 200) return `${status} ${target}`;
  if (text.includes("Not for your role")) return "not for this role";
  return text.includes("This link doesn’t work any more") ? "link gone" : "page";
}

interface SentAction {
  name: string;
  ids: Ids;
  form: Record<string, string>;
  /** For whom the page was made that sends it; by default for who sends it. Null: the page doesn't say. */
  madeFor?: string | null | undefined;
}

/** Sends the form of a Server Action as a browser with script does. */
export async function askAction(
  url: string,
  { name, ids, form, madeFor }: SentAction,
  person: Person,
  changed: Record<string, string> = {},
): Promise<Seen<ActionAnswer>> {
  const action = builtActions()[name];
  if (!action) throw new Error(`${name} is not in the build`);
  // The encoding of React's `encodeReply` for the arguments (previous state, form): what is referred to comes first.
  const body = new FormData();
  for (const [field, value] of Object.entries(form)) body.set(`_1_${field}`, value);
  const idle = { kind: "idle", madeFor: madeFor === undefined ? pageOf(person) : madeFor };
  body.set("0", JSON.stringify([idle, "$K1"]));
  const cookies = ids.challenge ? [`masthead_challenge=${ids.challenge}`] : [];
  const headers = new Headers({
    ...headersOf(person, cookies),
    origin: url,
    "next-action": action.id,
    accept: "text/x-component",
    ...changed,
  });
  if (changed.origin === "") headers.delete("origin");
  const page = withIds(action.page, { ...ids, id: ids.articleId ?? ids.id ?? "" });
  const answer = await fetch(url + page, { method: "POST", redirect: "manual", body, headers });
  const text = await answer.text();
  return { answer: actionAnswer(answer, text), ...comparable(answer, text, ids) };
}

/** What the forms of a person's own pages say of them. */
export function pageOf({ member }: Person): string | null {
  return member ? `${member.context.tenantId}/${member.userId}` : null;
}

function actionAnswer({ status, headers }: Response, text: string): ActionAnswer | string {
  const target = headers.get("x-action-redirect") ?? headers.get("location");
  if (target) return "done";
  const code = /"kind":"error","code":"(\w+)"/.exec(text)?.[1];
  if (code === "unauthorized") return "sign in";
  if (code === "other_page") return "other page";
  if (code === "insufficient_permissions") return "refused";
  if (code === "link_invalid") return "link gone";
  if (code?.endsWith("_not_found")) return "not found";
  return (
    code ?? (status === 200 && text.includes('"kind":"done"') ? "done" : `${status} ${text.slice(0, 200)}`)
  );
}

function headersOf({ key, session }: Person, cookies: string[] = []): Record<string, string> {
  const cookie = [...cookies, ...(session ? [`masthead_session=${session}`] : [])].join("; ");
  return {
    "x-request-id": "same-for-all",
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...(cookie ? { cookie } : {}),
  };
}

function comparable({ status, headers }: Response, body: string, ids: Ids) {
  const nonce = /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "no nonce";
  const plain = (text: string) =>
    Object.values(ids).reduce((rest, id) => rest.replaceAll(id, "ID"), text.replaceAll(nonce, "NONCE"));
  const changing = ["date", "ratelimit", "keep-alive", "etag", "content-length"];
  const shown = [...headers].filter(([name]) => !changing.includes(name));
  return {
    status,
    headers: shown.map(([name, value]): [string, string] => [name, plain(value)]),
    text: inAnyOrder(plain(body)),
  };
}

/**
 * React sends the parts of a page in the order in which they are ready, and numbers them in that order: chance, which says
 * nothing of what is in them. So the parts are sorted, and referred to without their numbers.
 */
function inAnyOrder(body: string): string {
  const parts: string[] = [];
  const rest = body.replace(/self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)/g, (_, part: string) => {
    parts.push(z.string().parse(JSON.parse(part)));
    return "";
  });
  // Asked for by script, the parts come as they are, without a page around them.
  const [page, rows] = parts.length > 0 ? [rest, parts.join("")] : ["", body];
  const unnumbered = rows
    .split("\n")
    .map((row) => row.replace(/^[0-9a-f]+:/, "").replace(/\$[A-Z@]?[0-9a-f]+/g, "$"))
    // Next's own name for the request, with a letter for what it marks.
    .map((row) => row.replace(/"[\w-]{21}([a-z])"/g, '"REQUEST$1"'));
  return [page.replaceAll('<script nonce="NONCE"></script>', ""), ...unnumbered.sort()].join("\n");
}

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

/** The Server Actions of the build by name: the id to call each by, and the path of a page that sends it. */
export function builtActions(): Record<string, { id: string; page: string }> {
  const { node } = manifest.parse(
    JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")),
  );
  return Object.fromEntries(
    Object.entries(node).map(([id, { exportedName, workers }]) => {
      const paths = Object.keys(workers).map(
        (worker) => worker.replace(/^app|\/\([^/]+\)|\/page$/g, "") || "/",
      );
      // The plainest one: a page without an id is there for everybody.
      const [page = "/"] = paths.sort(
        (a, b) => Number(a.includes("[")) - Number(b.includes("[")) || a.length - b.length,
      );
      return [exportedName, { id, page }];
    }),
  );
}
