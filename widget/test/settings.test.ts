// What the page asked for, whatever it wrote.

import { expect } from '@open-wc/testing';
import { readSettings } from '../src/settings.ts';

describe('settings', () => {
	it('falls back where a word is not known', () => {
		const settings = readSettings({ mode: 'popup', position: 'left', theme: 'sepia', caseForm: '' });
		expect(settings).to.include({ mode: 'launcher', position: 'end', theme: 'auto', caseForm: 'widget' });
	});

	it('takes the words it knows', () => {
		const asked = { mode: 'inline', position: 'start', theme: 'dark', caseForm: 'host', locale: 'de-CH' } as const;
		expect(readSettings(asked)).to.include(asked);
	});

	it('cuts the slash off the address, and cannot be changed', () => {
		const settings = readSettings({ api: 'https://a.example/x//' });
		expect(settings.api).to.equal('https://a.example/x/api/support/ai');
		expect(readSettings({ api: 'https://a.example', path: '/help/ai' }).api).to.equal('https://a.example/help/ai');
		expect(Object.isFrozen(settings)).to.equal(true);
	});

	it('speaks the language of the page, and English where that is none', () => {
		const before = document.documentElement.lang;
		document.documentElement.lang = 'de-AT';
		expect(readSettings({ locale: 'auto' }).locale).to.equal('de-AT');
		document.documentElement.lang = 'no such language';
		expect(readSettings({ locale: 'auto' }).locale).to.equal('en');
		document.documentElement.lang = before;
	});
});
