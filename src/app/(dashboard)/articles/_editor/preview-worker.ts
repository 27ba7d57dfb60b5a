import { renderToHtml } from "@/markdown/render";

export interface PreviewRequest {
  id: number;
  markdown: string;
}

export interface PreviewAnswer {
  id: number;
  /** Undefined for a text that can't be rendered within the limits. */
  html: string | undefined;
}

/** Renders in a thread of the browser's, with what renders published articles, so that typing never waits for it. */
addEventListener("message", ({ data }: MessageEvent<PreviewRequest>) => {
  const answer: PreviewAnswer = { id: data.id, html: rendered(data.markdown) };
  postMessage(answer);
});

function rendered(markdown: string): string | undefined {
  try {
    return renderToHtml(markdown);
  } catch {
    return undefined;
  }
}
