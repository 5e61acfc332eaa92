// The embedded default model: it quotes the company's help articles and adds nothing of its own. Needs no key, no network.

import { setTimeout as pause } from 'node:timers/promises';
import type { Model, ModelEvent, ModelMessage, ModelRequest, NumberedPassage } from '../../core/model.ts';
import { tokensIn } from '../../core/quota.ts';
import { type Language, languageOf } from '../knowledge/language.ts';
import { indexTerms, type QuestionWord, questionWords } from '../knowledge/terms.ts';
import { earlierQuestions } from '../thread.ts';
import { wordsFor } from './extractive-words.ts';
import { quote } from './quoting.ts';
import { smallTalkIn } from './small-talk.ts';
import { appendixOf, fittingFacts } from './user-facts.ts';

export interface ExtractiveOptions {
	/** Milliseconds between word groups, so that an answer reads as it comes; 0 for none. */
	paceMs?: number;
}

const wordsPerGroup = 3;
const passagesQuoted = 3;
// Measured on the demo's questions and on questions from elsewhere; see test/eval/search.ts.
const fitting = { surely: 0.6, coverage: 0.3, matchedWords: 2, coverageOfOneWord: 0.5, shareOfBestScore: 0.6 };
const strongCoverage = 0.7;
const articlesNamed = 5;
const furtherShare = 0.4;

export function createExtractiveModel({ paceMs = 15 }: ExtractiveOptions = {}): Model {
	return {
		name: 'extractive',
		quotes: true,
		async *answer(request, signal) {
			const { text: whole, appendix } = compose(request);
			const text = cutTo(request.maxOutputTokens, whole);
			for (const group of wordGroups(text)) {
				if (signal.aborted) return;
				yield [{ type: 'text', text: group }];
				if (paceMs > 0 && !(await rested(paceMs, signal))) return;
			}
			if (signal.aborted) return;
			if (appendix) yield [{ type: 'text', text: appendix }];
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

/** What is said, and behind it what it rests on, where that was asked for. */
function compose(request: ModelRequest): { text: string; appendix: string } {
	const { question, messages, locale, user } = request;
	const language = languageOf(locale) ?? 'en';
	const say = wordsFor(locale);
	const talk = smallTalkIn(question);
	if (talk) return { text: say[talk], appendix: '' };
	const asked = askedWords(question, messages, language);
	const facts = fittingFacts(user, asked, languagesTried(language));
	const own = facts.length > 0 ? [say.yourData, facts.map(({ text }) => `- ${text}`).join('\n')] : [];
	const quoted = quotations(request, asked, language);
	const nothing = asked.length === 0 ? say.about : own.length > 0 ? say.weakClosing : say.nothingFits;
	const text = [...own, ...(quoted.length > 0 ? quoted : [nothing])].join('\n\n');
	return { text, appendix: user ? appendixOf(user, facts, facts.length > 0) : '' };
}

/** What fits of the articles; empty where nothing does. */
function quotations({ passages, locale }: ModelRequest, asked: readonly QuestionWord[], language: Language): string[] {
	const say = wordsFor(locale);
	const fits = fittingPassages(passages, asked);
	const quoted = fits
		.slice(0, passagesQuoted)
		.map((passage) => ({ passage, text: quotation(passage, asked, language) }));
	const quotes = quoted.flatMap(({ text }) => text);
	if (quotes.length === 0) return [];
	const more = furtherArticles(
		passages,
		quoted.map(({ passage }) => passage),
	);
	const weak = Math.max(...fits.map((passage) => passage.coverage)) < strongCoverage;
	return [
		say.opening,
		...quotes,
		...(more.length > 0 ? [say.more, more.join('\n')] : []),
		...(weak ? [say.weakClosing] : []),
	];
}

/** The words of the question, and of those before it that it was searched together with. */
function askedWords(question: string, messages: readonly ModelMessage[], language: Language): QuestionWord[] {
	const earlier = messages.flatMap(({ role, content }) => (role === 'user' ? content : [])).slice(0, -1);
	const whole = [question, ...earlierQuestions(question, earlier)].join('\n');
	return questionWords(whole, language, languagesTried(language));
}

const languagesTried = (language: Language): Language[] => [...new Set<Language>([language, 'en', 'de'])];

/** One word in common is chance, unless the question has hardly more and the article is named for it. */
function fittingPassages(passages: readonly NumberedPassage[], asked: readonly QuestionWord[]): NumberedPassage[] {
	const fits = passages.filter(({ coverage, title }) => {
		if (coverage >= fitting.surely) return true;
		const matched = Math.round(coverage * asked.length);
		if (matched >= fitting.matchedWords) return coverage >= fitting.coverage;
		return coverage >= fitting.coverageOfOneWord && isNamedFor(title, asked);
	});
	const best = Math.max(...fits.map((passage) => passage.score));
	return fits
		.toSorted((a, b) => b.score - a.score)
		.filter((passage) => passage.score >= best * fitting.shareOfBestScore);
}

function isNamedFor(title: string, asked: readonly QuestionWord[]): boolean {
	const named = new Set(languagesTried('en').flatMap((language) => indexTerms(title, language)));
	return asked.some((word) => word.whole.some((form) => named.has(form)));
}

/** Articles that were found too and are not quoted: a line each, with its source. */
function furtherArticles(passages: readonly NumberedPassage[], quoted: readonly NumberedPassage[]): string[] {
	const named = new Set(quoted.map(({ articleId }) => articleId));
	const room = articlesNamed - named.size;
	const best = Math.max(...quoted.map(({ score }) => score));
	const others = passages
		.toSorted((a, b) => b.score - a.score)
		.filter(({ articleId, score }) => {
			if (named.has(articleId) || score < best * furtherShare) return false;
			return named.add(articleId);
		});
	return others.slice(0, room).map((passage) => `- ${sourceOf(passage)} [${passage.number}]`);
}

function quotation(passage: NumberedPassage, asked: readonly QuestionWord[], language: Language): string[] {
	const quoted = quote(passage, asked, language);
	return quoted ? [`**${sourceOf(passage)}**`, quoted] : [];
}

function sourceOf({ title, headings }: NumberedPassage): string {
	return [title, ...headings.slice(-1)].map(plain).join(' › ');
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
