// What the embedded model says of the user: the facts that speak of the question, word for word, with their evidence.

import type { Fact, UserFacts } from '../../core/model.ts';
import { APPENDIX } from '../appendix.ts';
import type { Language } from '../knowledge/language.ts';
import { indexTerms, type QuestionWord } from '../knowledge/terms.ts';

const MOST = 3;
/** A fact that speaks of much less of the question than the best one is about something else. */
const SHARE_OF_BEST = 0.5;

/** The facts that share words with the question, the closest first. */
export function fittingFacts(
	user: UserFacts | undefined,
	asked: readonly QuestionWord[],
	languages: readonly Language[],
): Fact[] {
	const scored = (user?.facts ?? []).map((fact) => ({
		fact,
		hits: hitsOf(`${fact.label} ${fact.text}`, asked, languages),
	}));
	const best = Math.max(...scored.map(({ hits }) => hits), 0);
	return scored
		.filter(({ hits }) => hits > 0 && hits >= best * SHARE_OF_BEST)
		.toSorted((one, other) => other.hits - one.hits)
		.slice(0, MOST)
		.map(({ fact }) => fact);
}

function hitsOf(text: string, asked: readonly QuestionWord[], languages: readonly Language[]): number {
	const terms = new Set(languages.flatMap((language) => indexTerms(text, language)));
	return asked.filter(({ whole }) => whole.some((form) => terms.has(form))).length;
}

/** Three actions count, and the way to a person is one. */
const BESIDE_A_TICKET = 2;

/** In the form that every model is asked for. */
export function appendixOf(user: UserFacts, facts: readonly Fact[], isSure: boolean): string {
	const evidence = facts.map(({ type, label, value }) => ({ type, label, value }));
	const answers = new Set(facts.map(({ value }) => value));
	const fitting = user.suggestions.filter(({ about }) => about === undefined || answers.has(about));
	const named = (type: string) => fitting.filter((one) => one.type === type).slice(0, 1);
	const wanted = ['retry', 'request_access', 'custom', 'open_docs'].flatMap(named).slice(0, BESIDE_A_TICKET);
	const actions = [...wanted, ...named('create_ticket')].map(({ name }) => name);
	const confidence = isSure ? 0.8 : 0.4;
	return `\n\n${APPENDIX}\n${JSON.stringify({ evidence, actions, confidence })}`;
}
