import { createHash } from "node:crypto";

/**
 * A stream of numbers that depends on nothing but `seed`, so that the same data comes out on every machine: sfc32 of
 * PractRand (Chris Doty-Humphrey, public domain). Not for secrets that protect anything.
 */
export class Random {
  // Plain fields rather than a typed array: a million articles take some 400 million numbers.
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: string) {
    const hash = createHash("sha256").update(seed).digest();
    this.#a = hash.readInt32LE(0);
    this.#b = hash.readInt32LE(4);
    this.#c = hash.readInt32LE(8);
    this.#counter = hash.readInt32LE(12);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** A whole number from 0 to 2³² - 1. */
  next(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** From 0 up to but not including 1. */
  share(): number {
    return this.next() / 2 ** 32;
  }

  below(max: number): number {
    return Math.floor(this.share() * max);
  }

  /** One of `list`, which must not be empty; the larger `skew`, the more often one of its first. */
  pick<T>(list: readonly T[], skew = 1): T {
    const found = list[Math.floor(this.share() ** skew * list.length)];
    if (found === undefined) throw new RangeError("there is nothing to pick from");
    return found;
  }

  /** An id as `uuidv7` makes them, of that moment (RFC 9562, section 5.7). */
  uuid(at: Date): string {
    const time = at.getTime().toString(16).padStart(12, "0");
    const [a, b] = [this.next(), this.next()].map((word) => word.toString(16).padStart(8, "0"));
    const variant = "89ab"[this.below(4)];
    const tail = this.next().toString(16).padStart(8, "0").slice(0, 4);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${a?.slice(0, 3)}-${variant}${a?.slice(3, 6)}-${b}${tail}`;
  }
}
