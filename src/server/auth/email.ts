import { domainToASCII } from "node:url";
import { text } from "../platform/text";

/** HTML's rule for the part before the @, and letters, marks and digits of all scripts (RFC 6531). */
const localPart = /^[\w.!#$%&'*+/=?^`{|}~\-\p{L}\p{M}\p{N}]+$/u;
/** Without what addresses of pages have beside a host, since that is what `domainToASCII` reads. */
const typedDomain = /^[a-z0-9.\-\u3002\uff0e\uff61\p{L}\p{M}\p{N}]+$/iu;
const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** Of a whole address and of a name in DNS, in bytes (RFC 5321, RFC 1035). */
const lengthMax = 254;
const labelMax = 63;

/** A mail address as typed, white space at the ends aside. */
export const emailAddress = text()
  .trim()
  .max(lengthMax, `must have at most ${lengthMax} characters`)
  .refine(isMailAddress, { error: "must be a mail address such as ada@example.org" })
  .meta({ format: "email" });

function isMailAddress(address: string): boolean {
  const { local, domain } = partsOf(address);
  const ascii = asciiOf(domain);
  const labels = ascii.split(".");
  if (Buffer.byteLength(`${local}@${ascii}`) > lengthMax || !localPart.test(local)) return false;
  // The last one isn't a number: that would be a network address.
  const isDomain = labels.length > 1 && !/^\d+$/.test(labels.at(-1) ?? "");
  return isDomain && labels.every((one) => one.length <= labelMax && label.test(one));
}

/**
 * What all spellings of one address have in common: lower case, NFC, and the domain as DNS has it, so that `bücher.example`
 * is `xn--bcher-kva.example`. Lower-casing the part before the @ is what people expect.
 */
export function normaliseEmail(email: string): string {
  const { local, domain } = partsOf(email.normalize("NFC").toLowerCase());
  return domain === "" ? local : `${local}@${asciiOf(domain) || domain}`;
}

/** As DNS has it; empty for what can't be a name there. */
function asciiOf(domain: string): string {
  return typedDomain.test(domain) ? domainToASCII(domain) : "";
}

/** Without an @ there is no domain. */
function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return at < 0
    ? { local: address, domain: "" }
    : { local: address.slice(0, at), domain: address.slice(at + 1) };
}
