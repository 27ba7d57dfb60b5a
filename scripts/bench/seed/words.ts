import { Random } from "./random";

/** The words of made-up articles. As in real text a few are everywhere and most are rare, which is what indexes feel. */

const common =
  "the of and to in a is that for it was on with as be by at this are from or have an they which one you had not but we can out other were all there when up use how said each she do their time if will way about many then them would so these some long make see him two has more could";

const topics =
  "publishing editor harbour market council river school budget election season climate energy library museum theatre station bridge garden kitchen recipe health science research village ferry orchestra festival archive newspaper deadline headline interview opinion photograph printing reader reporter review story translation travel weather winter summer football cycling concert housing railway teacher student hospital farmer fishing forest island mountain coast";

const syllables =
  "ba be bi bo bu da de di do du fa fe fi fo ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo";

const vocabularySize = 6_000;
/** Places of the table that a word is drawn from; a power of two, so that drawing is one mask. */
const tableSize = 1 << 16;

export interface Vocabulary {
  /** A word as it comes in running text. */
  word(random: Random): string;
  /** A word that says what something is about. */
  topic(random: Random): string;
}

export function makeVocabulary(): Vocabulary {
  const words = listWords();
  const topicWords = topics.split(" ");
  const table = tableOf(words);
  return {
    word: (random) => table[random.next() & (tableSize - 1)] ?? "the",
    topic: (random) => random.pick(topicWords),
  };
}

function listWords(): string[] {
  const random = new Random("vocabulary");
  const parts = syllables.split(" ");
  const words = new Set([...common.split(" "), ...topics.split(" ")]);
  while (words.size < vocabularySize) {
    const length = 2 + random.below(3);
    words.add(
      `${Array.from({ length }, () => random.pick(parts)).join("")}${random.pick(["", "n", "r", "s"])}`,
    );
  }
  return [...words];
}

/** Each word as often as Zipf's law has it, the first most often. */
function tableOf(words: string[]): string[] {
  const weights = words.map((_, index) => 1 / (index + 8));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const table: string[] = [];
  let reached = 0;
  words.forEach((word, index) => {
    reached += ((weights[index] ?? 0) / sum) * tableSize;
    while (table.length < reached) table.push(word);
  });
  return table;
}

/** Four to eight words, the first of them a topic. */
export function makeTitle(vocabulary: Vocabulary, random: Random): string {
  const words = Array.from({ length: 3 + random.below(5) }, () => vocabulary.word(random));
  return capital(`${vocabulary.topic(random)} ${words.join(" ")}`);
}

/** Markdown paragraphs of some 2,000 characters on average, 500 at least, 6,500 at most. */
export function makeContent(vocabulary: Vocabulary, random: Random): string {
  const length = 500 + Math.floor(random.share() ** 3 * 6_000);
  const sentenceLength = 12;
  let content = "";
  for (let sentence = 0; content.length < length; sentence++) {
    let text = vocabulary.word(random);
    for (let count = 1; count < sentenceLength; count++) text += ` ${vocabulary.word(random)}`;
    if (sentence > 0) content += sentence % 5 === 0 ? "\n\n" : " ";
    content += `${capital(text)}.`;
  }
  return content;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
