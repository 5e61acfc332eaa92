// What one does with what is one's own: find it, take it along as a file, read it in another language.

import { expect } from '@open-wc/testing';
import { placed, takeAway } from './support/desk.ts';
import { conversation, disclosed } from './support/recorded.ts';
import { until } from './support/server.ts';

const lines = [
	'{"type":"conversation","id":7}\n',
	'{"type":"message","id":20}\n{"type":"message","id":21}\n',
	'{"type":"case","id":3}\n',
	'{"type":"end","lines":4}\n',
];
const ndjson = { 'Content-Type': 'application/x-ndjson' };
const whole = { headers: ndjson, stream: lines };

interface Saved {
	name: string;
	text: string;
}

/** What the browser would write to its folder of downloads. */
function downloads(): { saved: Saved[]; restore(): void } {
	const { createObjectURL } = URL;
	const { click } = HTMLAnchorElement.prototype;
	const blobs = new Map<string, Blob>();
	const saved: Saved[] = [];
	URL.createObjectURL = (blob: Blob) => {
		const address = createObjectURL(blob);
		blobs.set(address, blob);
		return address;
	};
	HTMLAnchorElement.prototype.click = function click() {
		const { href, download: name } = this;
		void blobs
			.get(href)
			?.text()
			.then((text) => saved.push({ name, text }));
	};
	return {
		saved,
		restore() {
			URL.createObjectURL = createObjectURL;
			HTMLAnchorElement.prototype.click = click;
		},
	};
}

describe('one’s own data', () => {
	let folder: ReturnType<typeof downloads>;
	beforeEach(() => {
		folder = downloads();
	});
	afterEach(() => {
		folder.restore();
		takeAway();
	});

	it('is reached from the first view before anything was asked', async () => {
		const desk = await placed({ 'GET /conversations': { json: { conversations: [], next_cursor: null } } });
		await desk.press('Open support');
		await desk.press('Your conversations, data and language');
		await desk.says('No conversations yet');
		await desk.says('Export my data');
		await desk.says('Language');
	});

	it('is saved whole as a file of lines, and says how far it has come', async () => {
		const held = { headers: ndjson, stream: [lines[0] ?? '', { hold: true as const }, ...lines.slice(1)] };
		const desk = await placed({ 'GET /export': held });
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Export my data');
		await desk.says('Collecting your data… 1 kB');
		expect((await desk.find('[part=export]')).ariaDisabled).to.equal('true');
		expect(folder.saved).to.deep.equal([]);
		await desk.server.go();
		await desk.says('Saved as support-data-');
		const [file] = await until(() => folder.saved.length === 1 && folder.saved);
		expect(file?.name).to.match(/^support-data-\d{4}-\d\d-\d\d\.jsonl$/);
		expect(file?.text).to.equal(lines.join(''));
		const [asked] = await desk.server.heard('GET', '/export');
		expect(asked?.headers.authorization).to.equal('Bearer anna');
		expect((await desk.find('[role=status]')).textContent).to.contain('Saved as support-data-');
	});

	it('is not saved by halves: a cut says so, and it can be tried again', async () => {
		const cut = { headers: ndjson, stream: [lines[0] ?? '', { cut: true as const }] };
		const desk = await placed({ 'GET /export': [cut, whole] });
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Export my data');
		await desk.says('The export was cut off, and nothing was saved.');
		expect(folder.saved).to.deep.equal([]);
		await desk.press('Try again');
		await until(() => folder.saved.length === 1);
	});

	for (const [what, stream] of [
		['whose last line has no end', ['{"type":"conversation"}\n{"ty']],
		['whose last line is not the end', lines.slice(0, 2)],
	] as const) {
		it(`is not taken for whole ${what}`, async () => {
			const desk = await placed({ 'GET /export': { headers: ndjson, stream: [...stream] } });
			await desk.element.show();
			await desk.press('Your conversations, data and language');
			await desk.press('Export my data');
			await desk.says('nothing was saved');
			expect(folder.saved).to.deep.equal([]);
		});
	}

	it('says what a refused export was refused for', async () => {
		const desk = await placed({ 'GET /export': { status: 429, json: { detail: 'Slow down', code: 'rate_limited' } } });
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Export my data');
		await desk.says('Too many requests.');
		expect(desk.events).to.include('error');
	});

	it('is not handed to the next person who signs in', async () => {
		const held = { headers: ndjson, stream: [lines[0] ?? '', { hold: true as const }, ...lines.slice(1)] };
		const desk = await placed({ 'GET /export': held });
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Export my data');
		await desk.says('Collecting your data…');
		await desk.element.identify({ token: `x.${btoa(JSON.stringify({ sub: 'ben' }))}.x` });
		await desk.server.go();
		await desk.says('Export my data');
		expect(folder.saved).to.deep.equal([]);
	});
});

describe('the language', () => {
	afterEach(takeAway);

	async function chosen(code: string) {
		const desk = await placed();
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		const choice = await desk.find<HTMLSelectElement>('select[part=language]');
		choice.value = code;
		choice.dispatchEvent(new Event('change', { bubbles: true }));
		return desk;
	}

	it('is chosen from names that their readers know', async () => {
		const desk = await placed();
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		const choice = await desk.find<HTMLSelectElement>('select[part=language]');
		const names = [...choice.options].map(({ text }) => text.trim());
		expect(names).to.include.members(['English', 'Deutsch']);
		expect(choice.selectedOptions[0]?.text.trim()).to.equal('English');
		expect(choice.labels[0]?.textContent).to.equal('Language');
	});

	it('is spoken at once, asked of the server, and that of the next conversation', async () => {
		const desk = await chosen('de');
		await desk.says('Meine Daten herunterladen');
		expect(desk.element.locale).to.equal('de');
		await until(async () =>
			(await desk.server.heard('GET', '/disclosure/status')).some(({ headers }) => headers['accept-language'] === 'de'),
		);
		await desk.element.ask('Warum?');
		await desk.says('1 Quelle');
		const [created] = await desk.server.heard('POST', '/conversations');
		expect(created?.body?.locale).to.equal('de');
	});

	it('is kept for the next page of the tab, whatever that page says', async () => {
		const before = await chosen('de');
		await before.says('Meine Daten herunterladen');
		before.element.remove();
		const after = await placed({}, { locale: 'en' });
		await after.element.show();
		await after.says('Hallo, wie können wir helfen?');
		after.element.locale = 'en';
		await after.says('Hi, how can we help?');
	});

	it('changes where storage is blocked, too', async () => {
		const { setItem } = Storage.prototype;
		Storage.prototype.setItem = () => {
			throw new DOMException('blocked', 'SecurityError');
		};
		try {
			const desk = await chosen('de');
			await desk.says('Meine Daten herunterladen');
		} finally {
			Storage.prototype.setItem = setItem;
		}
	});
});

describe('the history', () => {
	afterEach(takeAway);

	it('shows that it is loading, and not that there is nothing', async () => {
		const desk = await placed({ 'GET /conversations': { drop: true } });
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.says('Export my data');
		expect(desk.text()).not.to.contain('No conversations yet');
		await desk.says('There is no connection.');
		await desk.server.change({
			'GET /conversations': { json: { conversations: [conversation], next_cursor: null } },
			'GET /disclosure/status': { json: disclosed },
		});
		await desk.press('Try again');
		await desk.says('Upload limit');
	});

	it('goes on page by page', async () => {
		const second = { ...conversation, id: 8, conversation_id: 8, title: 'An older one' };
		const desk = await placed({
			'GET /conversations': { json: { conversations: [conversation], next_cursor: 'c2' } },
			'GET /conversations?cursor=c2': { json: { conversations: [second], next_cursor: null } },
		});
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Show more');
		await desk.says('An older one');
		expect(desk.text()).not.to.contain('Show more');
	});

	it('keeps a conversation whose deletion was not taken, and says what goes before', async () => {
		const desk = await placed({ 'DELETE /conversations/7': { status: 500, json: {} } });
		await desk.element.show();
		await desk.press('Your conversations, data and language');
		await desk.press('Delete conversation: Upload limit');
		await desk.says('Its messages, answers and your feedback are erased for good.');
		await desk.press('Delete');
		await desk.says('Something went wrong on our side.');
		expect(desk.text()).to.contain('Upload limit');
	});
});
