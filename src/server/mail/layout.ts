import type { Mail } from "../platform/mail";

/** A mail before it is set: a few sentences, perhaps one button, and a last word. */
export interface MailContent {
  to: string;
  subject: string;
  paragraphs: string[];
  action?: { label: string; url: string };
  /** Why this mail came, and what to do if it came by mistake. */
  footer: string;
}

/** Sets a letter as plain text and as HTML that needs no picture and no style sheet. */
export function renderMail({ to, subject, paragraphs, action, footer }: MailContent): Mail {
  const text = [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), `--\n${footer}`].join(
    "\n\n",
  );
  const html = [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="margin:0;padding:32px 16px;background:#fbfaf7;color:#1c1a17;font:16px/1.5 Georgia,serif">',
    '<div style="max-width:34em;margin:0 auto">',
    '<p style="margin:0 0 24px;padding-bottom:8px;border-bottom:4px double #1c1a17;font-size:20px;font-weight:bold">Masthead</p>',
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(action ? [button(action)] : []),
    `<p style="margin-top:32px;padding-top:8px;border-top:1px solid #dedad0;color:#625d54;font-size:14px">${escapeHtml(footer)}</p>`,
    "</div></body></html>",
  ].join("\n");
  return { to, subject, text: `${text}\n`, html, link: action?.url };
}

function button({ label, url }: { label: string; url: string }): string {
  const href = escapeHtml(url);
  return `<p><a href="${href}" style="display:inline-block;padding:10px 16px;background:#0f5548;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a></p>
<p style="color:#625d54;font-size:14px">Or open this address:<br>${href}</p>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
