// How the vocabulary that the database keeps names its words: stemmed, as written, and its sums.

/** A stem may be longer than the word: some letters come apart. */
const LONGEST = 100;

/** Stemmed. */
export const termKey = (term: string) => `t:${term.slice(0, LONGEST)}`;
/** Stemmed, of articles that are about it. */
export const aboutKey = (term: string) => `a:${term.slice(0, LONGEST)}`;
/** As written. */
export const writtenKey = (word: string) => `w:${word.slice(0, LONGEST)}`;
/** A sum over all articles. */
export const sumKey = (name: string) => `#${name}`;

export const isWritten = (key: string) => key.startsWith('w:');
export const wordIn = (key: string) => key.slice(2);
