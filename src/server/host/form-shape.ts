import { AppError } from "../platform/errors";

/** Parts of a form; several times what any form of ours has, with what the framework adds. */
const partsMax = 256;

/** How deep the framework's own parts may nest, and brackets and commas in them outside of strings. */
const depthMax = 64;
const marksMax = 10_000;

/**
 * Throws `validation_failed` for a body that no form of ours makes. The framework takes each part apart, and what the parts
 * refer to, before anything of ours is asked: hundreds of thousands of them in a body that is otherwise small enough would
 * hold everybody up.
 */
export function assertPlainForm(body: Buffer, contentType: string): void {
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return;
  const boundary = boundaryOf(contentType);
  const end = Buffer.from(`--${boundary}`);
  let count = 0;
  for (let at = body.indexOf(end); at >= 0; count++) {
    if (count > partsMax) throw new AppError("validation_failed", `The form has more than ${partsMax} parts`);
    const start = at + end.length;
    at = body.indexOf(end, start);
    // The last one is the end of the form.
    if (at >= 0) assertPlainPart(body.subarray(start, at));
  }
}

/** Written as browsers do, in one way: whatever reads it after us must find the same. */
function boundaryOf(contentType: string): string {
  const [, boundary] =
    /^multipart\/form-data; ?boundary="?([\w'()+,./:=?-]{1,70})"?$/i.exec(contentType) ?? [];
  if (!boundary) throw unreadable();
  return boundary;
}

const head =
  /^\r\ncontent-disposition: form-data; name="([^"\r\n]*)"(?:; filename="[^"\r\n]*")?(?:\r\ncontent-type: [^\r\n]*)?\r\n\r\n/i;

function assertPlainPart(part: Buffer): void {
  const [written, name] = head.exec(part.toString("latin1", 0, 1_000)) ?? [];
  if (written === undefined || name === undefined) throw unreadable();
  // What people type is in the other parts.
  if (/^(?:\d+|\$ACTION_.*)$/.test(name)) assertPlainReferences(part.subarray(written.length));
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [opening, closing] = [new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];

/** Of JSON, which need not be well-formed. */
function assertPlainReferences(json: Buffer): void {
  let [depth, marks, isText] = [0, 0, false];
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (byte === quote) isText = !isText;
    else if (isText && byte === backslash) at++;
    if (isText) continue;
    if (opening.has(byte)) depth++;
    else if (closing.has(byte)) depth--;
    else if (byte !== comma) continue;
    if (depth > depthMax || ++marks > marksMax) throw unreadable();
  }
}

function unreadable(): AppError {
  return new AppError("validation_failed", "This is no form of ours");
}
