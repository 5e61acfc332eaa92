// Follow-ups: which earlier questions a question leans on, and that a new topic leans on none.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gather } from '../../src/answer/gather.ts';
import { createSearch } from '../../src/answer/knowledge/search.ts';
import { earlierQuestions } from '../../src/answer/thread.ts';
import type { AnswerInput } from '../../src/core/ports.ts';
import { sourceOf } from '../knowledge/corpus.ts';

const before = ['How do I download an invoice?'];

describe('a question leans on the one before it', () => {
	for (const question of [
		'and for teams?',
		'And how much is that?',
		'what about the mobile app?',
		'how much is it?',
		'where?',
		'teams?',
		'why does it fail?',
		'can I change that later?',
		'und auf dem Handy?',
		'wie viel kostet das?',
		'Was ist mit Gästen?',
		'et pour les équipes ?',
		'¿y para los equipos?',
		'how do I do that',
	]) {
		it(question, () => assert.deepEqual(earlierQuestions(question, before), before));
	}
});

describe('a question of its own leans on none', () => {
	for (const question of [
		'How do I reset my password?',
		'reset password',
		'I want to close my account and delete everything in it',
		'My video is 180 megabytes and your site refuses to take it, what now?',
		'Which payment methods do you accept?',
		'Wie ändere ich meine E-Mail-Adresse?',
	]) {
		it(question, () => assert.deepEqual(earlierQuestions(question, before), []));
	}

	it('nor does the first one', () => assert.deepEqual(earlierQuestions('and for teams?', []), []));
});

describe('a chain of follow-ups', () => {
	it('leads back to the question that stands by itself, nearest first', () => {
		const asked = ['Is there a trial?', 'What do plans cost?', 'and for teams?'];
		assert.deepEqual(earlierQuestions('and yearly?', asked), ['and for teams?', 'What do plans cost?']);
	});

	it('goes back three questions at most', () => {
		const asked = ['What do plans cost?', 'and a?', 'and b?', 'and c?'];
		assert.equal(earlierQuestions('and d?', asked).length, 3);
	});
});

describe('what is gathered', () => {
	const articles = {
		'plans.md': '# Plans\n\nThe Studio plan costs 12 euros for each member of a team.',
		'teams.md': '# Teams\n\nTeams have members and guests.',
		'cats.md': '# Cats\n\nCats sleep.',
	};
	const search = createSearch(sourceOf(articles));

	async function titles(question: string, earlier: readonly string[]): Promise<string[]> {
		const history = earlier.map((content) => ({ role: 'user', content }));
		const input = { caller: { tenantId: 'acme' }, conversation: { locale: 'en' }, question, history };
		return (await gather(input as unknown as AnswerInput, search, new AbortController().signal)).map(
			({ title }) => title,
		);
	}

	it('for a follow-up speaks of the thread too, and most of the question itself', async () => {
		assert.deepEqual(await titles('and for teams?', ['What does the Studio plan cost?']), ['Plans', 'Teams']);
		assert.deepEqual(await titles('how much is it?', ['Studio plan']), ['Plans']);
	});

	it('for a new topic does not', async () => {
		assert.deepEqual(await titles('Where do cats sleep?', ['What does the Studio plan cost?']), ['Cats']);
	});
});
