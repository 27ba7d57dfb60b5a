/** Bytes of a body that the API still takes, with what stands beside the text. */
const bodyMax = 1_040_000;

export interface CostlyText {
  name: string;
  /** The text, as long as is wanted. */
  ofLength(length: number): string;
}

const repeated = (unit: string, before = "", after = ""): CostlyText => ({
  name: JSON.stringify(before + unit).slice(0, 30),
  ofLength: (length) =>
    before +
    unit.repeat(Math.max(1, Math.floor((length - before.length - after.length) / unit.length))) +
    after,
});

const table: CostlyText = {
  name: "a table that is wide and empty",
  ofLength: (length) => {
    const columns = Math.floor(length / 6);
    return `${"|a".repeat(columns)}|\n${"|-".repeat(columns)}|\n${"|\n".repeat(columns)}`;
  },
};

const nestedList: CostlyText = {
  name: "a list of lists of lists",
  ofLength: (length) => {
    let [text, depth] = ["", 0];
    while (text.length < length) text += `${"  ".repeat(depth++ % 400)}- a\n`;
    return text;
  },
};

const nestedLinks: CostlyText = {
  name: "links in links",
  ofLength: (length) => `${"[".repeat(length / 5)}a${"](b)".repeat(length / 5)}`,
};

/** Texts that parsers of Markdown or sanitisers of HTML are known to take long or much for, or end of. */
export const costlyTexts: CostlyText[] = [
  ...["* ", "> ", "> * ", "1. ", "[^a]: ", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>a\n"].map((unit) =>
    repeated(unit, "", "a"),
  ),
  ...["a\n=\n", "a\n-\n", "- a\n", "- a\n+ b\n", "# a\n", "# \n", "> a\n", "- [ ] a\n", "    a\n\n"].map(
    (unit) => repeated(unit),
  ),
  ...["a_ ", "*a* ", "a**b", "*a_ ", "a~~b~", "~~a~ ", "**「古」**で"].map((unit) => repeated(unit)),
  ...["& ", "&", "<", "&amp;", "\\", '"', "*", "_", "[", "![", "$$a", "`` ` "].map((unit) => repeated(unit)),
  ...["[a](", '[a](b "', "[a](<", "[a]: b\n", "[^a] "].map((unit) => repeated(unit)),
  repeated("[^a] ", "", "\n\n[^a]: x"),
  repeated("[a]", "[a]: b\n\n"),
  ...["www.", "www.a.b ", "a@", "http://", "http://a.b ", "https://a、"].map((unit) => repeated(unit)),
  ...["<b>", "<div>\n", "<div>", "</div>", "<br>", "<!--", "<?", "<![CDATA[", "<!A", "<a ", "<input>"].map(
    (unit) => repeated(unit),
  ),
  repeated("b=c ", "<a ", ">"),
  repeated("|a|b|\n", "|a|b|\n|-|-|\n"),
  repeated("Some **bold** words and a [link](https://example.org/a) with `code`.\n"),
  repeated("Some words of a [^1] paragraph.\n\n", "", "[^1]: A note."),
  table,
  nestedList,
  nestedLinks,
];

/** The longest of a kind that the API takes, as JSON. */
export function longest({ ofLength }: CostlyText): string {
  const sample = ofLength(20_000);
  return ofLength(Math.floor((bodyMax * sample.length) / Buffer.byteLength(JSON.stringify(sample))));
}
