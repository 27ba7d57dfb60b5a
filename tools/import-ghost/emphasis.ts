/**
 * HTML with simpler emphasis: Lexical writes `<b><strong style="…">a</strong></b>`, and one element for each change of
 * format, where one is enough. Delimiters of Markdown side by side would not be told apart.
 */
export function withSimplerEmphasis(html: string): string {
  return html
    .replace(/<(\/?)(?:strong|b)(?:\s[^<>]*)?>/gi, "<$1strong>")
    .replace(/<(\/?)(?:em|i)(?:\s[^<>]*)?>/gi, "<$1em>")
    .replace(/<(strong|em)><\1>([^<]*)<\/\1><\/\1>/g, "<$1>$2</$1>")
    .replace(/<\/(strong|em)><\1>/g, "");
}
