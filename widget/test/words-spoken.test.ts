// The desk as it speaks: in the language of the page, in another from one moment to the next, and in the host's own words.

import { expect } from '@open-wc/testing';
import type { Strings } from '../src/words/index.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { at, conversation, disclosed, filed, text } from './support/recorded.ts';
import { until } from './support/server.ts';

const undisclosed = { ...disclosed, accepted: false, accepted_version: null, accepted_at: null };
const [question, answer] = conversation.messages;
const withCode = {
	...conversation,
	messages: [question, { ...answer, content: `${text}\n\n\`\`\`js\nsync()\n\`\`\`` }],
};

const rootOf = ({ element }: Placed) => element.shadowRoot?.querySelector('.desk');

async function speaks(desk: Placed, language: string): Promise<void> {
	await until(
		() => rootOf(desk)?.getAttribute('lang') === language,
		() => `lang=${language}`,
	);
}

describe('a desk', () => {
	afterEach(takeAway);

	it('speaks another language at once: every word, the direction, and nothing aloud', async () => {
		const desk = await placed({ 'GET /conversations/7': { json: withCode } }, { open: true });
		await desk.element.openConversation(7);
		await desk.says('1 source');
		await desk.find('.code .copy');
		const announcer = await desk.find('[role="status"]');
		const aloud: unknown[] = [];
		const watch = new MutationObserver((changes) => aloud.push(...changes));
		watch.observe(announcer, { childList: true, characterData: true, subtree: true });
		desk.element.locale = 'ar-EG';
		await speaks(desk, 'ar');
		await desk.says('مصدر واحد');
		expect(rootOf(desk)?.getAttribute('dir')).to.equal('rtl');
		expect((await desk.find('.code .copy')).textContent).to.equal('نسخ');
		expect((await desk.find('[part="back"]')).ariaLabel).to.equal('رجوع');
		expect((await desk.find('time')).textContent).to.match(/[٠-٩]/);
		const told = desk.text().replaceAll(text.replace(/\*\*|\s*\[1\]/g, ''), '');
		expect(told).not.to.match(/AI|source|person|Copy|You\b/);
		desk.element.locale = 'en';
		await speaks(desk, 'en');
		await desk.says('1 source');
		expect(rootOf(desk)?.getAttribute('dir')).to.equal('ltr');
		expect((await desk.find('.code .copy')).textContent).to.equal('Copy');
		expect(aloud).to.deep.equal([]);
		expect(document.documentElement.dir, 'the page is left alone').to.equal('');
	});

	it('asks for the notice in the language spoken, and pins the language that it was read in', async () => {
		const desk = await placed({ 'GET /disclosure/status': { json: undisclosed } }, { open: true, locale: 'de-CH' });
		await desk.press('Zustimmen und beginnen');
		desk.element.locale = 'ja';
		const asked = async () => (await desk.server.heard('GET', '/disclosure/status')).map(languageIn);
		await until(async () => (await asked()).at(-1) === 'ja');
		expect(await asked()).to.deep.equal(['de-CH', 'ja']);
		const accepted = await until(async () => (await desk.server.heard('POST', '/disclosure/accept'))[0]);
		expect(accepted.body).to.include({ locale: 'de-CH' });
	});

	it('speaks English, and asks for it, where nobody has written the language', async () => {
		const desk = await placed({}, { open: true, locale: 'fi' });
		await desk.says('Hi, how can we help?');
		expect(rootOf(desk)?.getAttribute('lang')).to.equal('en');
		expect(new Set((await desk.server.heard('GET')).map(languageIn))).to.deep.equal(new Set(['en']));
	});

	it('writes dates as where the reader lives', async () => {
		const old = { ...filed, created_at: '2020-11-22T08:00:00.000Z' };
		const rows = { 'GET /cases': { json: { cases: [old], next_cursor: null } } };
		const desk = await placed(rows, { open: true, locale: 'de-CH' });
		const written = new Date(old.created_at).toLocaleDateString('de-CH', {
			day: 'numeric',
			month: 'short',
			year: 'numeric',
		});
		const times = () => [...(rootOf(desk)?.querySelectorAll('.row time') ?? [])].map(({ textContent }) => textContent);
		await until(
			() => times().includes(written),
			() => `${written} in: ${times()}`,
		);
	});

	it('says what the host says instead, key by key, over any language', async () => {
		const strings = { title: 'Acme Files', too_long: (over: number) => `${over} over` };
		const desk = await placed({}, { open: true, locale: 'ja', strings });
		await desk.says('Acme Files');
		await desk.says('どのようなご用件でしょうか');
		await desk.write('x'.repeat(8_003));
		await desk.says('3 over');
		desk.element.locale = 'tr';
		await desk.says('Merhaba, nasıl yardımcı olabiliriz?');
		await desk.says('Acme Files');
		await desk.says('3 over');
		desk.element.strings = {};
		await desk.says('Destek');
		await desk.says('3 karakter fazla');
	});

	it('passes over words of another kind than ours: text in place of a function, a function in place of text', async () => {
		const strings = {
			title: () => 'Acme',
			too_long: 'too long',
			sources: 'Sources',
			stop: 'Halt',
		} as unknown as Strings;
		const desk = await placed({}, { open: true, strings });
		await desk.says('Support');
		await desk.write('x'.repeat(8_003));
		await desk.says('3 characters too long');
		await desk.write('Why?');
		await desk.element.openConversation(7);
		await desk.says('1 source');
		expect(desk.element.shadowRoot?.querySelector('h2')?.textContent).to.equal('Upload limit');
	});

	it('S-51 lets each text run in its own direction, and code from left to right', async () => {
		const table = '| الخطة | الحجم |\n|---|--:|\n| مجانية | 5 GB |';
		const content = `ارفع الملف:\n\n- واحد\n\n\`\`\`js\nsync()\n\`\`\`\n\n${table}\n\n**5 GB**`;
		const arabic = { ...answer, content, created_at: at };
		const thread = { ...conversation, title: 'Upload limit', messages: [question, arabic] };
		const desk = await placed({ 'GET /conversations/7': { json: thread } }, { open: true });
		await desk.element.openConversation(7);
		const directionOf = async (selector: string) => getComputedStyle(await desk.find(selector)).direction;
		expect(await directionOf('.text li')).to.equal('rtl');
		expect(await directionOf('.text pre')).to.equal('ltr');
		expect(await directionOf('[part="title"]')).to.equal('ltr');
		for (const latin of ['.text td[align]', '.text strong']) {
			const [number, unit] = [0, 2].map((at) => leftOf(desk.element.shadowRoot?.querySelector(latin), at));
			expect(number, `the 5 of "5 GB" in ${latin}`).to.be.lessThan(unit ?? 0);
		}
		expect(getComputedStyle(await desk.find('.text td[align]')).textAlign).to.contain('right');
		desk.element.locale = 'ar';
		await speaks(desk, 'ar');
		expect(await directionOf('[part="title"]'), 'a Latin title in an Arabic desk').to.equal('ltr');
		expect(await directionOf('.text pre')).to.equal('ltr');
	});
});

/** Where a character of a text stands on the screen. */
function leftOf(element: Element | null | undefined, at: number): number {
	const text = element?.firstChild as Text;
	const range = document.createRange();
	range.setStart(text, at);
	range.setEnd(text, at + 1);
	return range.getBoundingClientRect().left;
}

function languageIn({ headers }: { headers: Record<string, string> }): string | undefined {
	return headers['accept-language'];
}
