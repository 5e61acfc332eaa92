// Cases on their way into another ticket system: processes killed in the middle, two at once, a vendor that fails. Of
// each case there is one ticket in the end, never none, and its comments stand there once, in their order.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { AGENT, startZendesk, type ZendeskDesk } from '../../server-kit/test/connect/desks/zendesk.ts';
import { type DatabaseName, PLACES } from '../databases/every-database.ts';
import { type Chance, chanceOf, figure, inForm, until, upTo } from './rig/form.ts';
import { assertInvariants } from './rig/invariants.ts';
import { ready } from './rig/people.ts';
import { type HostProcess, startHost } from './rig/process.ts';
import { numberedWords, speaking } from './rig/scripted.ts';

const { free: FREE } = await speaking(numberedWords(3), 0);

const HOUR = 3_600_000;
const HASTY_MS = 1_000;
/** Killed while it still waits. */
const PATIENT_MS = 60_000;
const reason = { reason: 'I need a person' };
const everywhere: readonly DatabaseName[] = inForm(['SQLite file'], ['SQLite file', 'PostgreSQL', 'MariaDB']);

interface Case {
	id: string;
	path: string;
	userId: string;
}

interface Scene {
	place: { url: string };
	desk: ZendeskDesk;
	/** @param timeoutMs how long it waits for the vendor */
	begin(timeoutMs: number): Promise<HostProcess>;
	/** Lives to the end, and tells what the others left. */
	survivor: HostProcess;
	/** A new person with a case that an answer was given in. */
	aCase(): Promise<Case>;
}

async function sceneOn(name: DatabaseName, t: TestContext): Promise<Scene> {
	const place = await PLACES[name]();
	t.after(() => place.stop());
	const desk = await startZendesk(t);
	const begin = async (timeoutMs: number) => {
		const zendesk = { type: 'zendesk', url: desk.url, auth: AGENT, allowPrivate: true, timeoutMs } as const;
		const options = { ...FREE, database: place.url, context: {}, escalation: { connector: zendesk } };
		const host = await startHost(options);
		t.after(() => host.kill());
		return host;
	};
	const survivor = await begin(HASTY_MS);
	let people = 0;
	return {
		place,
		desk,
		begin,
		survivor,
		async aCase() {
			people += 1;
			const userId = `person-${people}`;
			await ready(survivor.as(userId));
			const { status, body } = await survivor
				.atGateway(userId)
				.post<{ case: { id: string } }>('/cases', { message: 'My upload fails' });
			assert.equal(status, 201);
			return { id: body.case.id, path: `/cases/${body.case.id}`, userId };
		},
	};
}

const escalate = (host: HostProcess, { userId, path }: Case) =>
	host.atGateway(userId).post<{ ticketId?: string; error?: string }>(`${path}/escalate`, reason);

/** Its answer never comes, where its process dies first. */
function unheard(asking: Promise<unknown>): void {
	asking.catch(() => {});
}

interface Read {
	case: { status: string; ticketId: string | null; ticketPending: boolean };
}

/** Later than any lease and any delay, as often as it takes. */
async function tellTheRest(host: HostProcess, cases: readonly Case[]): Promise<void> {
	for (let tick = 0; tick < 12; tick += 1) {
		await host.pass(2 * HOUR);
		await host.tick();
		const all = await Promise.all(cases.map((one) => readOf(host, one)));
		if (all.every(({ status, ticketPending }) => status === 'escalated' && !ticketPending)) return;
	}
}

async function readOf(host: HostProcess, { userId, path }: Case) {
	return (await host.atGateway(userId).get<Read>(path)).body.case;
}

async function assertOneTicketEach({ desk, survivor }: Scene, cases: readonly Case[]): Promise<void> {
	for (const one of cases) {
		const tickets = desk.tickets.filter(({ external_id }) => external_id === one.id);
		const { status, ticketId, ticketPending } = await readOf(survivor, one);
		assert.deepEqual(
			[tickets.map(({ id }) => String(id)), status, ticketPending],
			[[ticketId], 'escalated', false],
			'the vendor has one ticket of the case, and the case knows it',
		);
	}
}

for (const name of everywhere) {
	test(`F-09 kill -9 between the vendor’s yes and our record: one ticket, each comment once (${name})`, {
		timeout: 600_000,
	}, async (t) => {
		const scene = await sceneOn(name, t);
		const chance = chanceOf(t);
		const kills = inForm(1, 5);
		const before = scene.desk.tickets.length;
		for (let kill = 0; kill < kills; kill += 1) await killedOnTheWay(scene, chance);
		// The survivor’s clock has been set on, those of the others have not.
		await assertInvariants({ database: scene.place.url, setBack: true });
		figure(t, `${name}: ${kills} kills, ${scene.desk.tickets.length - before} cases under way: one ticket each`);
	});

	test(`F-09 two processes ask for the same tickets while the vendor fails: one each, never none (${name})`, {
		timeout: 600_000,
	}, async (t) => {
		const scene = await sceneOn(name, t);
		const other = await scene.begin(HASTY_MS);
		const cases: Case[] = [];
		for (const fault of FAULTS) cases.push(...(await askedTwice(scene, other, fault)));
		await tellTheRest(scene.survivor, cases);
		await assertOneTicketEach(scene, cases);
		await assertInvariants({ database: scene.place.url });
		const told = `${cases.length} cases on two processes, ${FAULTS.length} ways to fail: one ticket each`;
		figure(t, `${name}: ${told}, asked ${scene.desk.asked.filter(isMaking).length} times`);
	});
}

/** One that the vendor has only heard of, one that it has made, one that it says it has made, and a comment. */
async function killedOnTheWay(scene: Scene, chance: Chance): Promise<void> {
	const { desk, survivor, aCase, begin } = scene;
	const doomed = await begin(PATIENT_MS);
	const [heard, made, said, handed] = [await aCase(), await aCase(), await aCase(), await aCase()];
	assert.equal((await escalate(doomed, handed)).status, 200);
	const has = ({ id }: Case) => desk.tickets.find(({ external_id }) => external_id === id);
	const comments = () => has(handed)?.comments.map(({ body }) => String(body)) ?? [];

	const asked = desk.asked.length;
	desk.next = 'silent';
	unheard(escalate(doomed, heard));
	await until(() => desk.asked.length > asked, 'the vendor has heard');
	desk.next = 'unsaid';
	unheard(escalate(doomed, made));
	await until(() => has(made) !== undefined, 'the vendor has made the ticket');
	desk.next = 'unsaid';
	unheard(comment(doomed, handed, 'First comment'));
	await until(() => comments().length === 1, 'the vendor has the comment');
	unheard(escalate(doomed, said));
	await until(() => has(said) !== undefined, 'the vendor says its yes');
	await pause(chance.below(15));
	await doomed.kill();

	assert.equal((await comment(survivor, handed, 'Second comment')).status, 201);
	const cases = [heard, made, said, handed];
	await tellTheRest(survivor, cases);
	await until(async () => {
		if (comments().length < 2) await tellTheRest(survivor, cases);
		return comments().length >= 2;
	}, 'both comments are told');
	await assertOneTicketEach(scene, cases);
	const order = comments().map((body) => /(First|Second) comment/.exec(body)?.[0]);
	assert.deepEqual(order, ['First comment', 'Second comment'], 'once each, in their order');
}

function comment(host: HostProcess, { userId, path }: Case, content: string) {
	return host.atGateway(userId).post(`${path}/comments`, { content });
}

const FAULTS = [
	{ status: 500, body: 'oops' },
	{ status: 503, headers: { 'retry-after': '7' } },
	{ status: 429, headers: { 'retry-after': 'soon' } },
	'silent',
	'lost',
	'unsaid',
	'failed',
] as const;

const isMaking = ({ method, path }: { method: string; path: string }) => method === 'POST' && path.endsWith('/tickets');

/** The fault meets whoever comes first. Whoever is told of a ticket is told of the same. */
async function askedTwice(scene: Scene, other: HostProcess, fault: (typeof FAULTS)[number]): Promise<Case[]> {
	const { desk, survivor, aCase } = scene;
	const cases: Case[] = [];
	for (const _ of upTo(inForm(1, 5))) cases.push(await aCase());
	desk.next = fault;
	for (const one of cases) {
		const answers = await Promise.all([escalate(survivor, one), escalate(other, one)]);
		for (const { status } of answers) assert.ok([200, 502].includes(status), `told ${status}`);
		const told = answers.flatMap(({ body }) => body.ticketId ?? []);
		assert.ok(new Set(told).size <= 1, `two tickets: ${told}`);
	}
	return cases;
}
