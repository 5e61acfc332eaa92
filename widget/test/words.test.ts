// Every language says everything, and none of it in English by oversight.

import { expect } from '@open-wc/testing';
import { de } from '../src/words/de.ts';
import { en as first } from '../src/words/en.ts';
import { enAfter } from '../src/words/en-after.ts';
import { enCases } from '../src/words/en-cases.ts';
import { enChat } from '../src/words/en-chat.ts';
import { loadWords } from '../src/words/index.ts';

const en = { ...first, ...enChat, ...enAfter, ...enCases };

const said = (word: unknown): string =>
	typeof word === 'function' ? [word(1, 'x'), word(2, 'y')].join(' ') : String(word);

/** Words that are the same in both languages. */
const same = new Set(['status_normal', 'priority_normal', 'support_person']);

describe('words', () => {
	it('have the same keys in every language', () => {
		expect(Object.keys(de).sort()).to.deep.equal(Object.keys(en).sort());
	});

	for (const key of Object.keys(en) as (keyof typeof en)[]) {
		it(`say ${key}`, () => {
			expect(said(de[key])).to.match(/\S/).and.not.contain('undefined');
			expect(said(en[key])).to.match(/\S/).and.not.contain('undefined');
			if (!same.has(key)) expect(said(de[key])).not.to.equal(said(en[key]));
		});
	}

	it('are German for every German locale, English for one we do not speak', async () => {
		expect((await loadWords('de-CH')).words.send).to.equal('Senden');
		expect((await loadWords('fi')).language).to.equal('en');
	});
});
