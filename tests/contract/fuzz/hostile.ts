import fc from "fast-check";

/** What breaks programs that trust what they are sent. */

const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "tenantId",
  "id",
  "",
  "$ref",
];

/** Names of fields and parameters that nothing has. */
export const hostileName = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 20 }));

const unicode = [
  "\0",
  "a\0b",
  "\ud800",
  "a\udc00b",
  "\u202eabc",
  "\ufeff",
  "👩‍👩‍👧‍👦",
  "e\u0301",
  "İ",
  "٣",
  "ﷺ".repeat(50),
];
const numerals = [
  "NaN",
  "-0",
  "1e3",
  "0x10",
  "1.5",
  " 5 ",
  "-1",
  "2147483648",
  "9223372036854775808",
  "1e309",
];
const moments = [
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00+23:59",
  "9999-12-31T23:59:59.999Z",
  "9999-12-31T23:59:59-23:59",
  "2026-02-30T00:00:00Z",
  "2026-11-22T24:00:00Z",
];
const ids = [
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "01937D2A-5C1E-7A34-8F00-6B1F0C9D2E11",
];
const injections = [
  "' or 1=1 --",
  "%",
  "\\",
  "%00",
  "../../etc/passwd",
  "<script>alert(1)</script>",
  "\r\nSet-Cookie: a=b",
  "!&|:*()<->",
  "\"':* & !",
];
const lengths = ["", " ", "a".repeat(300), "ä".repeat(70_000), "-".repeat(5_000), "[".repeat(3_000)];
const words = ["null", "undefined", "true", "a@b", "admin"];
/** In the form that cursors have: JSON or short text in base64url. */
const cursors = [
  "[]",
  "null",
  '{"a":1}',
  '["updatedAt",true,8640000000000000,"01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11"]',
  '["updatedAt",true,-8640000000000000,"01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11"]',
  '["updatedAt",true,1e99,"\\u0000"]',
  "r999999999",
  "r99999999999999999999",
].map((text) => Buffer.from(text).toString("base64url"));

export const hostileString = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...unicode,
      ...numerals,
      ...moments,
      ...ids,
      ...injections,
      ...lengths,
      ...words,
      ...cursors,
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 50 }) },
);

const numbers = [0, -1, -0, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, Number.MAX_VALUE, Number.MIN_VALUE];

/** Any value of JSON, with a liking for those that nobody expects. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  hostileString,
  fc.constantFrom<unknown>(...numbers, null, true, false, [], {}, [[]], [null]),
  fc.array(hostileString, { maxLength: 30 }),
  fc.constant(Array.from({ length: 1_000 }, () => "x")),
  fc.dictionary(hostileName, fc.oneof(hostileString, fc.constant(null)), { maxKeys: 5 }),
  fc.jsonValue({ maxDepth: 6 }),
);

const texts = [
  "",
  "{",
  "null",
  "0",
  '"text"',
  "{'a':1}",
  '{"title":1e400,"content":-1e400}',
  '{"title":"a","title":"b","content":""}',
  '{"__proto__":{"role":"admin"},"constructor":{"prototype":{}}}',
  `{"title":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
  "[".repeat(100_000),
  `{"a":"${"x".repeat(1_100_000)}"}`,
  "\ufeff{}",
  "{}{}",
];
const notUtf8 = [
  [0xff, 0xfe],
  [0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d],
  [0xed, 0xa0, 0x80],
];

/** Bytes that are no JSON, or no UTF-8, or JSON as no client writes it. */
export const hostileBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constantFrom(...texts).map((text) => new TextEncoder().encode(text)),
  fc.constantFrom(...notUtf8).map((bytes) => Uint8Array.from(bytes)),
  fc.uint8Array({ maxLength: 40 }),
);
