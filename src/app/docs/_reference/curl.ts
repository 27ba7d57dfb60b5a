export interface CurlParts {
  method: string;
  /** With its query, from the first slash on. */
  target: string;
  /** JSON. */
  body?: string | undefined;
}

/** A call as a line for the shell, with the address in $URL and the key in $KEY. */
export function curlOf({ method, target, body }: CurlParts): string {
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}-H "Authorization: Bearer $KEY"`];
  if (body !== undefined)
    lines.push(`-H 'Content-Type: application/json'`, `-d '${body.replaceAll("'", "'\\''")}'`);
  // Braces of a path's open parts would be taken for curl's own notation.
  lines.push(`${target.includes("{") ? "-g " : ""}"$URL${target.replace(/["$`\\]/g, "\\$&")}"`);
  return lines.join(" \\\n  ");
}
