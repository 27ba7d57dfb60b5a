import type { Locale } from "@/server/auth/tenant-context";

/** What is written on every publication's pages, whatever is published there. */
export interface SiteWords {
  /** The language of these words: English where nobody has written them in the publication's own. */
  lang: string;
  latestFrom(publication: string): string;
  tagged(tag: string): string;
  nothingYet: string;
  nothingYetNote: string;
  newer: string;
  older: string;
  pages: string;
  pageOf(page: number, pages: number): string;
  comments(count: number): string;
  likes(count: number): string;
  olderComments: string;
  publishedWith: string;
}

const english: SiteWords = {
  lang: "en",
  latestFrom: (publication) => `The latest from ${publication}.`,
  tagged: (tag) => `Tagged ${tag}`,
  nothingYet: "Nothing published yet",
  nothingYetNote: "The first article will appear here.",
  newer: "Newer",
  older: "Older",
  pages: "Pages",
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  comments: (count) => counted(count, "en-GB", { one: "comment", other: "comments" }),
  likes: (count) => counted(count, "en-GB", { one: "like", other: "likes" }),
  olderComments: "Older comments",
  publishedWith: "Published with",
};

/** Another language begins with a copy of one of these. */
const others: Record<string, SiteWords> = {
  de: {
    lang: "de",
    latestFrom: (publication) => `Neues von ${publication}.`,
    tagged: (tag) => `Zum Thema ${tag}`,
    nothingYet: "Noch nichts veröffentlicht",
    nothingYetNote: "Der erste Artikel wird hier erscheinen.",
    newer: "Neuere",
    older: "Ältere",
    pages: "Seiten",
    pageOf: (page, pages) => `Seite ${page} von ${pages}`,
    comments: (count) => counted(count, "de", { one: "Kommentar", other: "Kommentare" }),
    likes: (count) => counted(count, "de", { one: "„Gefällt mir“", other: "„Gefällt mir“" }),
    olderComments: "Ältere Kommentare",
    publishedWith: "Veröffentlicht mit",
  },
  fr: {
    lang: "fr",
    latestFrom: (publication) => `Les dernières nouvelles de ${publication}.`,
    tagged: (tag) => `Mot-clé : ${tag}`,
    nothingYet: "Rien n’est encore publié",
    nothingYetNote: "Le premier article paraîtra ici.",
    newer: "Plus récents",
    older: "Plus anciens",
    pages: "Pages",
    pageOf: (page, pages) => `Page ${page} sur ${pages}`,
    comments: (count) => counted(count, "fr", { one: "commentaire", other: "commentaires" }),
    likes: (count) => counted(count, "fr", { one: "mention « J’aime »", other: "mentions « J’aime »" }),
    olderComments: "Commentaires plus anciens",
    publishedWith: "Publié avec",
  },
};

export function wordsIn({ language }: Locale): SiteWords {
  return others[language.split("-")[0] ?? ""] ?? english;
}

function counted(count: number, language: string, nouns: { one: string; other: string }): string {
  const form = new Intl.PluralRules(language).select(count) === "one" ? nouns.one : nouns.other;
  return `${count.toLocaleString(language)} ${form}`;
}
