// What the page has of the desk: a word before a message leaves, tokens in time, several desks that do not mix, and nothing left behind.

import { expect } from '@open-wc/testing';
import type { DeskBell } from '../src/element.ts';
import type { DeskBellEvent, OutgoingMessage } from '../src/events.ts';
import { holdClock } from './support/clock.ts';
import { placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, disclosed, everything, frames, wholeAnswer } from './support/recorded.ts';
import { until } from './support/server.ts';
import { countTraces } from './support/traces.ts';

const spoken = 'Files of up to 5 GB can be uploaded';
const messages = '/conversations/7/messages';

function jwt(claims: object): string {
	return `x.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.x`;
}

describe('a message before it leaves', () => {
	afterEach(takeAway);

	/** Opens a conversation and writes into it, as a person does. */
	async function written(
		words: string,
		beforeSend:
			| ((message: OutgoingMessage) => OutgoingMessage | false | Promise<OutgoingMessage | false>)
			| null = null,
	) {
		const desk = await placed({}, { beforeSend });
		await desk.element.newConversation();
		await desk.write(words);
		return desk;
	}
	const draftOf = async (desk: Awaited<ReturnType<typeof placed>>) =>
		(await desk.find<HTMLTextAreaElement>('[data-input]')).value;

	it('may be changed by the event', async () => {
		const desk = await written('Why?');
		desk.element.addEventListener('deskbell:before-send', ({ detail }) => {
			detail.content = 'Why 50 MB?';
			detail.context = { plan: 'free' };
		});
		await desk.press('Send');
		await desk.says(spoken);
		const [sent] = await desk.server.heard('POST', messages);
		expect(sent?.body).to.deep.include({ content: 'Why 50 MB?', context: { plan: 'free' } });
	});

	it('may be changed by a function that takes its time', async () => {
		const desk = await written('Why?', async (message) => ({
			...message,
			content: await Promise.resolve('Why, later?'),
		}));
		await desk.press('Send');
		await desk.says(spoken);
		expect((await desk.server.heard('POST', messages))[0]?.body).to.include({ content: 'Why, later?' });
	});

	const cancels: [name: string, cancel: DeskBell['beforeSend']][] = [
		['by the event', null],
		['by a function', (): false => false],
		['by a function that takes its time', async (): Promise<false> => false],
	];
	for (const [name, cancel] of cancels) {
		it(`may be cancelled ${name}, and stays where it was written`, async () => {
			const desk = await written('Why?', cancel);
			let asked = 0;
			desk.element.addEventListener('deskbell:before-send', (event) => {
				asked += 1;
				if (!cancel) event.preventDefault();
			});
			await desk.press('Send');
			await until(() => asked === 1);
			await desk.element.updateComplete;
			expect(await draftOf(desk)).to.equal('Why?');
			expect(await desk.server.heard('POST')).to.deep.equal([]);
			expect(desk.events).not.to.include('error');
		});
	}

	it('is not lost where the page’s function throws, and the page is told', async () => {
		const desk = await written('Why?', () => {
			throw new Error('the page’s own mistake');
		});
		await desk.press('Send');
		await until(() => desk.events.includes('error'));
		expect(await draftOf(desk)).to.equal('Why?');
		expect(await desk.server.heard('POST')).to.deep.equal([]);
		desk.element.beforeSend = null;
		await desk.press('Send');
		await desk.says(spoken);
	});
});

describe('the page’s context', () => {
	afterEach(takeAway);

	it('goes along with each question', async () => {
		const desk = await placed();
		await desk.element.setContext({ page: '/files' });
		await desk.element.ask('Why?');
		await desk.says(spoken);
		expect((await desk.server.heard('POST', messages))[0]?.body).to.deep.include({ context: { page: '/files' } });
	});

	it('of more than 4 KiB is refused where it is set, and the question goes without it', async () => {
		const desk = await placed();
		const problems: (string | null)[] = [];
		desk.element.addEventListener('deskbell:error', ({ detail }) => problems.push(detail.problem.code));
		const said = await desk.element.setContext({ page: 'ü'.repeat(2_048) }).catch((error: Error) => error.name);
		expect(said).to.equal('RangeError');
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		desk.element.context = circular;
		await desk.element.updateComplete;
		expect(problems).to.deep.equal(['context_too_large', 'context_too_large']);
		await desk.element.ask('Why?');
		await desk.says(spoken);
		expect((await desk.server.heard('POST', messages))[0]?.body).not.to.have.property('context');
	});

	it('of 4 KiB and no more is taken', async () => {
		const desk = await placed();
		await desk.element.setContext({ page: 'x'.repeat(4_096 - '{"page":""}'.length) });
		expect(desk.element.context).not.to.equal(null);
	});
});

describe('tokens that the page gives', () => {
	afterEach(takeAway);

	it('are asked for once at the start, once 60 s before the end, and once when refused', async () => {
		const clock = holdClock();
		try {
			const given: (string | null)[] = [];
			const made = [0, 1, 2].map((turn) => jwt({ sub: 'anna', exp: Date.now() / 1000 + 600 * (turn + 1), turn }));
			const getToken = async (current: string | null) => made[given.push(current) - 1] ?? null;
			const desk = await placed({}, { token: null, getToken });
			await desk.element.show();
			await desk.says('Upload limit');
			expect(given).to.deep.equal([null]);
			clock.pass(539_000);
			expect(given).to.have.length(1);
			clock.pass(1_500);
			await until(() => given.length === 2);
			expect(given[1]).to.equal(made[0]);
			await desk.server.change({
				'GET /conversations': [{ status: 401, json: {} }, { json: { conversations: [], next_cursor: null } }],
			});
			await desk.element.openConversation(7);
			await desk.says(spoken);
			await desk.press('Back');
			await until(() => given.length === 3);
			expect(given[2]).to.equal(made[1]);
			await until(async () => {
				const used = (await desk.server.heard('GET', '/conversations')).map(({ headers }) => headers.authorization);
				return used.at(-1) === `Bearer ${made[2]}`;
			});
		} finally {
			clock.giveBack();
		}
	});

	it('never stand in an address or in storage', async () => {
		const token = jwt({ sub: 'anna', exp: Date.now() / 1000 + 600, secret: 'never-to-be-seen' });
		const desk = await placed({}, { token: null, getToken: async () => token });
		await desk.element.ask('Why?');
		await desk.says(spoken);
		await desk.write('half a question');
		await until(async () => (await desk.server.heard('GET', '/events')).length > 0);
		const heard = await desk.server.heard();
		expect(heard.every(({ headers }) => headers.authorization === `Bearer ${token}`)).to.equal(true);
		const signature = token.slice(0, 40);
		const urls = performance.getEntriesByType('resource').map(({ name }) => name);
		const stored = [...Object.entries({ ...sessionStorage }), ...Object.entries({ ...localStorage })].flat();
		expect([...urls, ...stored, document.cookie].filter((text) => text.includes(signature))).to.deep.equal([]);
		expect(stored.join()).to.contain('half a question');
	});
});

describe('several desks on a page', () => {
	afterEach(takeAway);

	it('do not mix: tokens, drafts and events', async () => {
		const anna = await placed({}, { token: jwt({ sub: 'anna', tenantId: 'acme' }) });
		const ben = await placed({}, { token: jwt({ sub: 'ben', tenantId: 'globex' }), mode: 'panel' });
		await anna.element.newConversation();
		await ben.element.newConversation();
		await anna.write('from Anna');
		await ben.write('from Ben');
		expect((await anna.find<HTMLTextAreaElement>('[data-input]')).value).to.equal('from Anna');
		const heard: unknown[] = [];
		const hear = (event: DeskBellEvent<'deskbell:message'>) => heard.push(event.target);
		document.addEventListener('deskbell:message', hear);
		await ben.press('Send');
		await ben.says(spoken);
		document.removeEventListener('deskbell:message', hear);
		expect(new Set(heard)).to.deep.equal(new Set([ben.element]));
		expect(anna.events).not.to.include('message');
		expect(await anna.server.heard('POST')).to.deep.equal([]);
		ben.element.remove();
		expect((await anna.find<HTMLTextAreaElement>('[data-input]')).value).to.equal('from Anna');
	});
});

describe('an element that comes and goes', () => {
	afterEach(takeAway);
	const half = { stream: [frames(answerParts.slice(0, 7)), { hold: true as const }] };
	const rest = { stream: [wholeAnswer] };

	it('leaves no listener, timer, observer, request, sheet, node or stored word behind', async () => {
		// What is fetched once stays: modules are no trace of an element.
		await (await placed()).element.openConversation(7);
		takeAway();
		const traces = countTraces();
		const before = traces();
		const desk = await placed(
			{ 'POST /conversations/7/messages': half },
			{ token: jwt({ sub: 'anna' }), getToken: async () => jwt({ sub: 'anna', exp: Date.now() / 1000 + 900 }) },
		);
		await desk.element.ask('Why?');
		await desk.says('Files of up');
		await until(async () => (await desk.server.heard('GET', '/events')).length > 0);
		expect(JSON.stringify(traces())).not.to.equal(JSON.stringify(before));
		await desk.element.destroy();
		// The question under way is a draft until its answer has ended: the only thing that may be kept.
		await until(
			() => JSON.stringify({ ...traces(), stored: 0 }) === JSON.stringify(before),
			() => `no trace, but ${JSON.stringify(traces())} after ${JSON.stringify(before)}`,
		);
		expect(Object.keys({ ...sessionStorage }).every((key) => key.startsWith('deskbell:'))).to.equal(true);
	});

	for (const [name, move] of [
		['moved as frameworks do', (element: Element, to: Element) => to.append(element)],
		[
			'moved by moveBefore',
			(element: Element, to: Element) =>
				(to as Element & { moveBefore(node: Node, before: null): void }).moveBefore(element, null),
		],
	] as const) {
		it(`${name} in the middle of an answer still has its thread, and the answer comes to its end`, async () => {
			const to = document.createElement('div');
			document.body.append(to);
			const desk = await placed({
				'POST /conversations/7/messages': half,
				'GET /conversations/7/stream': rest,
				'GET /conversations/7': { json: { ...conversation, answering_message_id: 21 } },
			});
			await desk.element.ask('Why 50 MB?');
			await desk.says('Files of up');
			move(desk.element, to);
			await desk.says('Why 50 MB?');
			if (name.endsWith('moveBefore')) {
				expect(await desk.server.heard('GET', '/conversations/7/stream')).to.deep.equal([]);
			} else {
				await desk.says(spoken);
				expect(await desk.server.heard('POST', messages)).to.have.length(1);
			}
			to.remove();
		});
	}

	it('listens for replies again after it was moved', async () => {
		const desk = await placed();
		await desk.element.show();
		await until(async () => (await desk.server.heard('GET', '/events')).length === 1);
		document.body.prepend(desk.element);
		await until(async () => (await desk.server.heard('GET', '/events')).length === 2);
	});

	it('taken away, it asks for nothing more; what was sent still arrives; put back, it goes on', async () => {
		const real = window.fetch;
		const under = new Map<string, AbortSignal | null | undefined>();
		window.fetch = (input, init) => {
			under.set(`${init?.method} ${new URL(String(input)).pathname.replace(/.*\/ai/, '')}`, init?.signal);
			return real(input, init);
		};
		try {
			const slow = { hang: true } as const;
			const desk = await placed({ 'GET /conversations': slow, 'POST /conversations/7/feedback': slow });
			await desk.element.openConversation(7);
			await desk.press('This answer helped');
			await until(() => under.has('GET /conversations') && under.has('POST /conversations/7/feedback'));
			document.body.prepend(desk.element);
			await new Promise((resolve) => setTimeout(resolve));
			expect(under.get('GET /conversations')?.aborted, 'moved').to.equal(false);
			desk.element.remove();
			await until(() => under.get('GET /conversations')?.aborted);
			expect(under.get('POST /conversations/7/feedback')?.aborted).to.equal(false);
			await desk.server.change(everything());
			desk.element.open = true;
			document.body.append(desk.element);
			await desk.element.openConversation(7);
			await desk.press('Back');
			await desk.says('Upload limit');
			expect(desk.events).not.to.include('error');
		} finally {
			window.fetch = real;
		}
	});

	it('taken away before it had begun, it begins when it is put back', async () => {
		const desk = await placed({ 'GET /disclosure/status': [{ hang: true }, { json: disclosed }] });
		await desk.element.show();
		await until(async () => (await desk.server.heard('GET', '/disclosure/status')).length === 1);
		desk.element.remove();
		await new Promise((resolve) => setTimeout(resolve));
		document.body.append(desk.element);
		await desk.says('Hi, how can we help?');
	});

	it('works where storage may not even be looked at', async () => {
		const names = ['sessionStorage', 'localStorage'] as const;
		const real = names.map(
			(name) => [name, Object.getOwnPropertyDescriptor(window, name) as PropertyDescriptor] as const,
		);
		const get = () => {
			throw new DOMException('blocked', 'SecurityError');
		};
		for (const name of names) Object.defineProperty(window, name, { configurable: true, get });
		try {
			const desk = await placed({ 'GET /disclosure/status': { json: disclosed } });
			await desk.element.ask('Why?');
			await desk.says(spoken);
			await desk.write('a draft');
			expect((await desk.find<HTMLTextAreaElement>('[data-input]')).value).to.equal('a draft');
		} finally {
			for (const [name, descriptor] of real) Object.defineProperty(window, name, descriptor);
		}
	});
});
