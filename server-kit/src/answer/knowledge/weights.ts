// How much the fields of articles and passages count, and how their lengths weigh.

import type { FieldRule } from './postings.ts';

// Measured by test/eval/search.ts and on other sites' help pages; the plateau is wide: half or double of each moves
// recall by a hundredth or two. Title, headings, text, about, links, slug:
export const ofArticle: readonly FieldRule[] = [
	{ weight: 1.25, length: 0.3 },
	{ weight: 0.4, length: 0.4 },
	{ weight: 0.75, length: 0.4 },
	{ weight: 1, length: 0.3 },
	{ weight: 1, length: 0.3 },
	{ weight: 2, length: 0.3 },
];
// Words as written, small ones too: how a page speaks tells a guide from a reference.
export const ofWriting: readonly FieldRule[] = [{ weight: 0.9, length: 0.25 }];
// Text, headings:
export const ofPassage: readonly FieldRule[] = [
	{ weight: 1, length: 0.4 },
	{ weight: 1, length: 0.4 },
];

/** How many links have said these words, as `incomingWords` gives them. */
export const linksIn = (incoming = '') => (incoming ? incoming.split('\n').length : 0);

/** What many articles point to is what many questions are about. */
export const priorOf = (links: number) => 1 + 0.04 * Math.log1p(links);
