// The embedded default model: it quotes the company's help articles and adds nothing of its own. Needs no key, no network.

import { setTimeout as pause } from 'node:timers/promises';
import type { Model, ModelEvent, ModelRequest, NumberedPassage } from '../../core/model.ts';
import { tokensIn } from '../../core/quota.ts';
import type { Language } from '../knowledge/language.ts';
import { indexTerms, languageOf, type QuestionWord, questionWords } from '../knowledge/terms.ts';
import { words } from './extractive-words.ts';
import { quote } from './quoting.ts';
import { smallTalkIn } from './small-talk.ts';

export interface ExtractiveOptions {
	/** Milliseconds between word groups, so that an answer reads as it comes; 0 for none. */
	paceMs?: number;
}

const wordsPerGroup = 3;
const passagesQuoted = 3;
// Measured on the demo's questions and on questions from elsewhere; see test/eval/search.ts.
const fitting = { surely: 0.6, coverage: 0.3, matchedWords: 2, coverageOfOneWord: 0.5, shareOfBestScore: 0.6 };
const strongCoverage = 0.7;

export function createExtractiveModel({ paceMs = 15 }: ExtractiveOptions = {}): Model {
	return {
		name: 'extractive',
		async *answer(request, signal) {
			const whole = compose(request);
			const text = cutTo(request.maxOutputTokens, whole);
			for (const group of wordGroups(text)) {
				if (signal.aborted) return;
				yield [{ type: 'text', text: group }];
				if (paceMs > 0 && !(await rested(paceMs, signal))) return;
			}
			if (signal.aborted) return;
			yield ending(request, text, text.length < whole.length);
		},
	};
}

function ending(request: ModelRequest, text: string, cut: boolean): ModelEvent[] {
	const inputTokens = request.messages.reduce((sum, message) => sum + tokensIn(message.content), 0);
	return [
		{ type: 'usage', usage: { inputTokens, outputTokens: tokensIn(text), estimated: true } },
		{ type: 'finish', reason: cut ? 'length' : 'stop' },
	];
}

function cutTo(tokens: number, text: string): string {
	if (tokensIn(text) <= tokens) return text;
	const share = tokens / tokensIn(text);
	return text.slice(0, Math.floor(text.length * share));
}

function compose({ question, passages, locale }: ModelRequest): string {
	const language = languageOf(locale) ?? 'en';
	const say = words[language];
	const talk = smallTalkIn(question);
	if (talk) return say[talk];
	const asked = questionWords(question, language, ['en', 'de']);
	const fits = fittingPassages(passages, asked);
	if (asked.length === 0 && fits.length === 0) return say.about;
	const quotes = fits.flatMap((passage) => quotation(passage, asked, language));
	if (quotes.length === 0) return say.nothingFits;
	const weak = Math.max(...fits.map((passage) => passage.coverage)) < strongCoverage;
	return [say.opening, ...quotes, ...(weak ? [say.weakClosing] : [])].join('\n\n');
}

/** One word in common is chance, unless the question has hardly more and the article is named for it. */
function fittingPassages(passages: readonly NumberedPassage[], asked: readonly QuestionWord[]): NumberedPassage[] {
	const fits = passages.filter(({ coverage, title }) => {
		// A follow-up such as "and for teams?" is searched together with the question before it.
		if (coverage >= fitting.surely) return true;
		const matched = Math.round(coverage * asked.length);
		if (matched >= fitting.matchedWords) return coverage >= fitting.coverage;
		return coverage >= fitting.coverageOfOneWord && isNamedFor(title, asked);
	});
	const best = Math.max(...fits.map((passage) => passage.score));
	return fits
		.toSorted((a, b) => b.score - a.score)
		.filter((passage) => passage.score >= best * fitting.shareOfBestScore)
		.slice(0, passagesQuoted);
}

function isNamedFor(title: string, asked: readonly QuestionWord[]): boolean {
	const named = new Set([...indexTerms(title, 'en'), ...indexTerms(title, 'de')]);
	return asked.some((word) => word.whole.some((form) => named.has(form)));
}

function quotation(passage: NumberedPassage, asked: readonly QuestionWord[], language: Language): string[] {
	const quoted = quote(passage, asked, language);
	if (!quoted) return [];
	const source = [passage.title, ...passage.headings.slice(-1)].map(plain).join(' › ');
	return [`**${source}**`, quoted];
}

// A title is text, whatever Markdown it spells.
function plain(text: string): string {
	return text.replace(/[\\`*_[\]<>]/g, '\\$&');
}

function* wordGroups(text: string): Generator<string> {
	const pieces = text.match(/\s*\S+/g) ?? [];
	for (let at = 0; at < pieces.length; at += wordsPerGroup) yield pieces.slice(at, at + wordsPerGroup).join('');
}

/** False when the pause was cut short. */
async function rested(milliseconds: number, signal: AbortSignal): Promise<boolean> {
	return pause(milliseconds, true, { signal }).catch(() => false);
}
