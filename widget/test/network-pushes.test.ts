// Pushes over a line that breaks: none is missed, none counts twice, and nobody asks more often than is useful.

import { expect } from '@open-wc/testing';
import type { DeskBellEvent } from '../src/events.ts';
import { type HeldClock, holdClock } from './support/clock.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { filed, replied } from './support/recorded.ts';
import { type Step, until } from './support/server.ts';

const list = (unread: boolean): Step => ({ json: { cases: [{ ...filed, unread }], next_cursor: null } });
const [comment] = replied.comments;
const pushed = (id: string) => {
	const data = { type: 'case-comment', case_id: 3, case_number: 'TKT-2026-0003', comment };
	return `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
};
const quiet: Step = { stream: [': stream-open\n\n', { hold: true }] };

async function asked({ server }: Placed) {
	return server.heard('GET', '/events');
}

/** What the page is told: behind the window, the launcher has no badge. */
let unread: number | undefined;

function tell(event: Event): void {
	unread = (event as DeskBellEvent<'deskbell:unread'>).detail.count;
}

function hide(hidden: boolean): void {
	if (hidden) Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
	else Reflect.deleteProperty(document, 'hidden');
	document.dispatchEvent(new Event('visibilitychange'));
}

describe('pushes', () => {
	let clock: HeldClock;
	beforeEach(() => {
		clock = holdClock();
		unread = undefined;
		document.addEventListener('deskbell:unread', tell);
	});
	afterEach(() => {
		clock.giveBack();
		document.removeEventListener('deskbell:unread', tell);
		hide(false);
		takeAway();
	});

	/** How long the next try is put off; the watches over lines that are open stay as they are. */
	const backOff = () => clock.waitingBut([10_000, 30_000, 32_000]);

	/** Waits below a second are not held: a try may have been made already. */
	async function tries(desk: Placed, count: number): Promise<number[]> {
		const waits: number[] = [];
		await until(async () => {
			const wait = backOff();
			if (wait) waits.push(wait);
			clock.pass(wait);
			return (await asked(desk)).length >= count;
		});
		return waits;
	}

	it('go on after the one last heard, and one told twice counts once', async () => {
		const broken: Step = { stream: [pushed('5.a'), { hold: true }, { cut: 'rst' }] };
		const desk = await placed({
			'GET /cases': list(false),
			'GET /events': [broken, { stream: [pushed('5.a'), pushed('6.b'), { hold: true }] }],
		});
		await desk.element.show();
		await until(() => unread === 1);
		await desk.server.go();
		await tries(desk, 2);
		expect((await asked(desk))[1]?.headers['last-event-id']).to.equal('5.a');
		expect(unread).to.equal(1);
	});

	it('that were missed before there was an id are found in the list', async () => {
		const desk = await placed({
			'GET /cases': list(false),
			'GET /events': [{ stream: [': stream-open\n\n', { hold: true }, { cut: 'fin' }] }, quiet],
		});
		await desk.element.show();
		await until(async () => (await asked(desk)).length === 1);
		await desk.says('Your cases');
		expect(unread).to.equal(undefined);
		await desk.server.change({ 'GET /cases': list(true) });
		await desk.server.go();
		await tries(desk, 2);
		await until(() => unread === 1);
	});

	it('are asked for further and further apart while nobody answers, and when the server says', async () => {
		const desk = await placed({
			'GET /events': [
				...Array<Step>(9).fill({ status: 503, json: {} }),
				{ status: 503, json: {}, headers: { 'Retry-After': '80' } },
				quiet,
			],
		});
		await desk.element.show();
		const waits = await tries(desk, 11);
		// Not before it was asked to, and with its own back-off where that is longer.
		expect(Math.round(waits.at(-1) ?? 0)).to.be.within(80_000, 90_000);
		expect(Math.max(...waits.slice(0, -1))).to.be.within(15_000, 90_000);
		clock.pass(9_000);
		expect(await asked(desk)).to.have.length(11);
	});

	it('are not asked for where the face is missing or nobody is signed in', async () => {
		for (const status of [401, 403, 404]) {
			const desk = await placed({ 'GET /events': { status, json: {} } });
			await desk.element.show();
			await until(async () => (await asked(desk)).length === 1);
			await until(() => desk.text().includes('Hi, how can we help?'));
			clock.pass(300_000);
			expect(await asked(desk)).to.have.length(1);
			desk.element.remove();
		}
	});

	it('are not listened for out of sight or behind a closed window, and are all there after it', async () => {
		const desk = await placed({ 'GET /cases': [list(false), list(false), list(true)], 'GET /events': quiet });
		// A page that only shows the launcher knows of unread replies without a line of its own.
		await desk.element.updateComplete;
		expect(await asked(desk)).to.deep.equal([]);
		await desk.element.show();
		await until(async () => (await asked(desk)).length === 1);
		await desk.says('Your cases');
		hide(true);
		for (let minutes = 0; minutes < 60; minutes++) clock.pass(60_000);
		expect(await asked(desk)).to.have.length(1);
		hide(false);
		await until(async () => (await asked(desk)).length === 2);
		await desk.element.hide();
		clock.pass(300_000);
		expect(await asked(desk)).to.have.length(2);
		await desk.server.change({ 'GET /cases': list(true) });
		await desk.element.show();
		await until(() => unread === 1);
		await until(async () => (await asked(desk)).length === 3);
	});

	it('that came while the page lay in the cache of pages come with it', async () => {
		const desk = await placed({
			'GET /cases': list(false),
			'GET /events': [quiet, { stream: [pushed('9'), { hold: true }] }],
		});
		await desk.element.show();
		await until(async () => (await asked(desk)).length === 1);
		await desk.says('Your cases');
		dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
		clock.pass(120_000);
		expect(await asked(desk)).to.have.length(1);
		await desk.server.change({ 'GET /cases': list(true) });
		dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
		await until(() => unread === 1);
		expect(await asked(desk)).to.have.length(2);
	});
});
