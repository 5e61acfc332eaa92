// What is said: every sentence in every language, in that language's letters, marks and plural forms.

import { expect } from '@open-wc/testing';
import { en as first } from '../src/words/en.ts';
import { enAfter } from '../src/words/en-after.ts';
import { enCases } from '../src/words/en-cases.ts';
import { enChat } from '../src/words/en-chat.ts';
import { type Language, languages, loadWords, tongueOf, type Words } from '../src/words/index.ts';
import { ownName } from '../src/words/names.ts';

type Key = keyof Words;

const en: Words = { ...first, ...enChat, ...enAfter, ...enCases };
const keys = Object.keys(en) as Key[];
const others = languages.filter((language) => language !== 'en');
const wordsOf = async (tag: string): Promise<Words> => ({ ...en, ...(await loadWords(tongueOf(tag))) });

/** What stands on buttons: it must fit where the English fits. */
const buttons: readonly Key[] = [
	...(['try_again', 'show_all', 'show_more', 'talk_to_person', 'disclosure_accept', 'earlier', 'copy_code'] as const),
	...(['feedback_send', 'feedback_skip', 'see_case', 'file_case', 'new_conversation', 'delete_confirm'] as const),
	...(['delete_keep', 'escalate_confirm', 'escalate_cancel', 'case_create', 'new_case', 'export_start'] as const),
	...(['see_conversation', 'rating_change', 'no_source', 'new_messages', 'host_form', 'all'] as const),
	...(['status_open', 'status_pending', 'status_resolved', 'status_closed'] as const),
];
/** Short words grow the most, and have the most room to grow. */
const shortest = 16;
const longest = (english: string): number => Math.max(english.length * 2.2, shortest);

/** The same word in both languages. */
const same: Partial<Record<Language, readonly Key[]>> = {
	de: ['priority_normal', 'support_person'],
	fr: ['history_title', 'sources'],
	nl: ['status_open'],
};

/** Their letters are not ours; of ours they take only this. */
const otherLetters: readonly Language[] = ['ar', 'ja', 'ko', 'zh'];
const spellings = /\bAI\b|AI(?=\P{Script=Latin})/gu;

const counts = [0, 1, 2, 3, 5, 11, 21, 100, 1.5];
const counted: readonly Key[] = ['unread', 'too_long', 'wait', 'messages_left', 'sources', 'escalate_messages'];

const isFunction = (key: Key): boolean => typeof en[key] === 'function';
const call = (word: unknown, ...given: unknown[]): string =>
	typeof word === 'function' ? String(word(...given)) : String(word);

/** Everything that a key says, for numbers of every plural form. */
const said = (words: Words, key: Key): string[] =>
	isFunction(key) ? counts.map((count) => call(words[key], count, '⟨title⟩')) : [call(words[key])];

describe('words', () => {
	it('are counted where they are counted', () => {
		for (const key of counted) expect(call(en[key], 1), key).not.to.equal(call(en[key], 5));
	});

	for (const language of languages) {
		describe(language, () => {
			let words: Words;
			before(async () => {
				words = language === 'en' ? en : await wordsOf(language);
			});

			it('has every key and no other, and something to say for it', async () => {
				const own = language === 'en' ? en : await loadWords(tongueOf(language));
				expect(Object.keys(own ?? {}).sort()).to.deep.equal([...keys].sort());
				for (const key of keys) {
					for (const sentence of said(words, key)) {
						expect(sentence, key)
							.to.match(/\p{L}/u)
							.and.not.match(/undefined|NaN|\[object|#/);
						expect(sentence, `${key}: straight quotes or stray blanks`).not.to.match(/["'`]|\s\s|^\s|\s$/);
					}
				}
			});

			it('puts what it is given into the sentence', () => {
				for (const key of keys.filter(isFunction)) {
					if (counted.includes(key)) expect(call(words[key], 1234), key).to.match(/1[.,\s’٬]?234/u);
					else expect(call(words[key], '⟨one⟩', '⟨two⟩'), key).to.contain('⟨one⟩');
				}
				expect(words.source(3, '⟨title⟩')).to.contain('⟨title⟩');
			});

			it('opens no bidirectional run that it does not close', () => {
				for (const key of keys) {
					for (const sentence of said(words, key)) {
						expect(sentence.match(/[\u2066-\u2068]/g)?.length, key).to.equal(sentence.match(/\u2069/g)?.length);
						expect(sentence, key).not.to.match(/[\u200e\u200f\u202a-\u202e]/);
					}
				}
			});
		});
	}

	for (const language of others) {
		describe(`${language}, beside English`, () => {
			let words: Words;
			before(async () => {
				words = await wordsOf(language);
			});

			it('is no English', () => {
				for (const key of keys) {
					const equal = call(words[key], 3, 'x') === call(en[key], 3, 'x');
					expect(equal, key).to.equal(same[language]?.includes(key) ?? false);
				}
			});

			it('fits on the buttons', () => {
				for (const key of buttons) {
					const label = call(words[key]);
					expect(label.length, `${key}: ${label}`).to.be.at.most(longest(call(en[key])));
				}
			});

			it('says a number in each form that the language has', async () => {
				const rules = new Intl.PluralRules(language);
				const { forms } = await import(`../src/words/${language}.ts`);
				for (const key of counted) {
					for (const count of counts) {
						const form = forms[key][rules.select(count)];
						expect(form, `${key}: ${rules.select(count)}`).to.be.a('string');
						const number = new Intl.NumberFormat(language).format(count);
						expect(call(words[key], count), key).to.equal(form.replace('#', number));
					}
				}
			});
		});
	}

	for (const language of otherLetters) {
		it(`are written in the letters of ${language}`, async () => {
			const words = await wordsOf(language);
			for (const key of keys) {
				const sentence = call(words[key], 3, '').replace(spellings, '');
				expect(sentence, key).not.to.match(/\p{Script=Latin}/u);
			}
		});
	}

	it('keep, in French, a blank that does not break before tall marks', async () => {
		const words = await wordsOf('fr');
		for (const key of keys) for (const sentence of said(words, key)) expect(sentence, key).not.to.match(/ [:;!?»]|« /);
	});

	it('tell, for every problem, what can be done', () => {
		for (const key of keys.filter((one) => one.startsWith('problem_') || one.startsWith('degraded_'))) {
			expect(call(en[key]), key).to.match(/try again|reload|go back|ask|person|accept|send/i);
		}
	});
});

describe('the language', () => {
	const asked = [
		['pt-PT', 'pt', 'pt-PT'],
		['zh-TW', 'zh', 'zh-TW'],
		['zh-Hant', 'zh', 'zh-Hant'],
		['de-CH', 'de', 'de-CH'],
		['ar-EG', 'ar', 'ar-EG'],
		['en-GB', 'en', 'en-GB'],
		['no', 'en', 'en'],
		['fi', 'en', 'en'],
	] as const;

	for (const [tag, language, locale] of asked) {
		it(`of ${tag} is ${language}`, () => {
			expect(tongueOf(tag)).to.deep.equal({ language, locale });
		});
	}

	it('writes numbers as they are written where the reader lives', async () => {
		expect((await wordsOf('de-DE')).too_long(1234)).to.equal('1.234 Zeichen zu lang');
		expect((await wordsOf('de-CH')).too_long(1234)).to.match(/^1[’']234 Zeichen zu lang$/);
		expect((await wordsOf('ar-EG')).unread(5)).to.equal('٥ ردود جديدة');
		expect((await wordsOf('ar-MA')).unread(5)).to.equal('5 ردود جديدة');
	});

	it('counts in Polish as Polish does', async () => {
		const { sources } = await wordsOf('pl');
		const heard = ['0 źródeł', '1 źródło', '2 źródła', '5 źródeł', '21 źródeł', '22 źródła', '1,5 źródła'];
		expect([0, 1, 2, 5, 21, 22, 1.5].map(sources)).to.deep.equal(heard);
	});

	it('is called what its speakers call it', () => {
		expect(languages.map(ownName)).to.include.members([
			'English',
			'Français',
			'日本語',
			'简体中文',
			'العربية',
			'Türkçe',
		]);
		expect(new Set(languages.map(ownName)).size).to.equal(13);
	});
});
