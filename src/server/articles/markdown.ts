import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { plainHtml } from "@/markdown/plain";
import type { TenantContext } from "../auth/tenant-context";
import { processSingleton } from "../platform/process-singleton";
import { textPool } from "../texts/pool";
import { RenderedTexts } from "../texts/rendered-texts";

/** A text as it is shown. */
export interface ShownText {
  /** Sanitised HTML. */
  html: string;
  /** False if the text can't be rendered within the limits, and is shown as it was typed. */
  isRendered: boolean;
}

/** Sanitised HTML of Markdown, made beside the event loop; the text as it was typed if that takes too much. Never throws. */
export async function renderMarkdown(markdown: string): Promise<string> {
  return (await show("", markdown)).html;
}

/** An article's text as it is shown. Each text of an organisation is rendered once, and kept for a while. */
export function showText(
  { tenantId }: Pick<TenantContext, "tenantId">,
  markdown: string,
): Promise<ShownText> {
  const hash = createHash("sha256").update(markdown).digest("base64");
  return renderedTexts().read(tenantId, hash, () => show(tenantId, markdown));
}

function renderedTexts(): RenderedTexts<ShownText> {
  return processSingleton("rendered-texts", () => new RenderedTexts(({ html }) => 2 * html.length));
}

/** What is `isFinal` is so each time; what is not was too much for this moment. */
async function show(owner: string, markdown: string): Promise<ShownText & { isFinal: boolean }> {
  const outcome = await textPool().run(owner, "render", { markdown });
  if (outcome.kind === "done") return { html: outcome.value, isRendered: true, isFinal: true };
  const html = await plainHtml(markdown, setImmediate);
  return { html, isRendered: false, isFinal: outcome.kind === "too_costly" };
}
