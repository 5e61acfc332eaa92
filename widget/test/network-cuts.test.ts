// An answer whose line is cut, anywhere and in any way: its text is shown whole and once, its question goes out once.

import { expect } from '@open-wc/testing';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, frames, question, text, wholeAnswer } from './support/recorded.ts';
import { type Heard, type Piece, type Step, until } from './support/server.ts';

type Cut = 'fin' | 'rst' | 'end';

const ways: readonly Cut[] = ['fin', 'rst', 'end'];
const turns = 'POST /conversations/7/messages';
const resumed = 'GET /conversations/7/stream';
const rest: Step = { stream: [{ rest: frames(answerParts) }, 'data: [DONE]\n\n'] };
const shown = text.replaceAll('**', '').replace('[1]', '1');
const bytes = new TextEncoder().encode(wholeAnswer);

/** The pieces, and then the end of the line. */
function cutAfter(how: Cut, ...pieces: Piece[]): Step {
	return { stream: how === 'end' ? pieces : [...pieces, { cut: how }] };
}

/** One desk walks through all the cuts, a new conversation for each. */
async function walked(desk: Placed, name: string, answer: Step, resumes: Step[]): Promise<Heard[]> {
	const before = (await desk.server.heard()).length;
	await desk.server.change({ [turns]: answer, [resumed]: resumes });
	await desk.element.newConversation();
	await desk.element.ask(name);
	await until(
		() => desk.events.at(-1) === 'message' && desk.events.at(-2) === 'answer-end',
		() => `the end of ${name} in: ${desk.text()} (${desk.events.slice(-6)})`,
	);
	await desk.says('1 source');
	const root = desk.element.shadowRoot as ShadowRoot;
	expect(root.querySelector('.text')?.textContent?.trim(), name).to.equal(shown);
	expect(root.querySelectorAll('.question, .answer'), name).to.have.length(2);
	const heard = (await desk.server.heard()).slice(before);
	desk.events.length = 0;
	expect(
		heard.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')),
		name,
	).to.have.length(1);
	return heard.filter(({ path }) => path.endsWith('/stream'));
}

describe('an answer that is cut off', () => {
	const { random } = Math;
	beforeEach(() => {
		// The shortest of the waits that are drawn by lot.
		Math.random = () => 0;
	});
	afterEach(() => {
		Math.random = random;
		takeAway();
	});

	for (const how of ways)
		it(`after every frame, by ${how}`, async () => {
			const desk = await placed();
			for (let cut = 0; cut < answerParts.length; cut++) {
				const seen = frames(answerParts.slice(0, cut));
				const resumes = await walked(desk, `${how} after frame ${cut}`, cutAfter(how, `: hi\n\n${seen}`), [rest]);
				// What a broken line still carried may be lost with it: then the reader asks from before that.
				const from = Number(resumes[0]?.headers['last-event-id'] ?? 0);
				expect(from).to.be.within(how === 'end' ? cut : 0, cut);
			}
		}).timeout(120_000);

	it('in the middle of a frame, of its JSON, of a character, and between two lines', async () => {
		const desk = await placed();
		const within = (mark: string, more: number) => new TextEncoder().encode(wholeAnswer.split(mark)[0]).length + more;
		const places = {
			'the id': within('id: 6', 3),
			'the name of the field': within('data: {"type":"text-delta"', 2),
			'the JSON': within('"type":"text-delta"', 8),
			'a character of three bytes': within('–', 1),
			'a character of four bytes': within('🚀', 2),
			'the two ends of line': within('\n\nid: 9', 1),
			'the last frame': within('"finishReason"', 4),
		};
		for (const [name, place] of Object.entries(places))
			for (const how of ways) {
				const seen = { bytes: [...bytes.slice(0, place)] };
				await walked(desk, `${how} within ${name}`, cutAfter(how, seen), [rest]);
			}
	}).timeout(120_000);

	it('between its end and the mark of the end: nothing is left to ask for', async () => {
		const desk = await placed();
		for (const how of ways) {
			// A broken line could take the end along before it was read: it breaks when that was.
			const pieces: Piece[] = how === 'end' ? [] : [{ hold: true }];
			const answer = cutAfter(how, frames(answerParts), ...pieces);
			expect(await walked(desk, `${how} before the mark`, answer, [{ status: 500, json: {} }])).to.deep.equal([]);
		}
	});

	it('several times, and while it is picked up', async () => {
		const desk = await placed();
		const cuts = answerParts.slice(3).map((): Step => cutAfter('end', { rest: frames(answerParts), most: 1 }));
		const resumes = await walked(
			desk,
			'every frame on a line of its own',
			cutAfter('end', frames(answerParts.slice(0, 3))),
			[...cuts, rest],
		);
		expect(resumes.length).to.be.at.least(cuts.length - 1);
		const halves: Step[] = [{ drop: true }, cutAfter('rst', ': hi\n\n'), cutAfter('fin', 'id: 9\ndata: {"ty'), rest];
		await walked(desk, 'on lines that bring nothing', cutAfter('fin', frames(answerParts.slice(0, 5))), halves);
	}).timeout(120_000);

	it('by a frame that is no JSON', async () => {
		const desk = await placed();
		const broken = `${frames(answerParts.slice(0, 3))}id: 4\ndata: {nonsense\n\n`;
		await walked(desk, 'nonsense', { stream: [broken, { hold: true }] }, [rest]);
	});

	it('goes on after the frame last seen, whatever its id says', async () => {
		const desk = await placed();
		const named = (parts: typeof answerParts, from = 0) =>
			parts.map((part, at) => `id: 21.${(from + at) * 100_003}\ndata: ${JSON.stringify(part)}\n\n`).join('');
		const all: Step = { stream: [{ rest: named(answerParts) }, 'data: [DONE]\n\n'] };
		const [asked] = await walked(desk, 'named', cutAfter('end', named(answerParts.slice(0, 7))), [all]);
		expect(asked?.headers['last-event-id']).to.equal('21.600018');
	});

	it('and ended meanwhile: what the server keeps is shown', async () => {
		const stub = { ...conversation.messages[1], content: 'Files of', status: 'interrupted', citations: [] };
		const desk = await placed({
			[turns]: cutAfter('end', frames(answerParts.slice(0, 8))),
			'GET /conversations/7': { json: { ...conversation, messages: [question, stub] } },
		});
		await desk.element.ask('Why?');
		await desk.says('This answer was cut off.');
		expect(desk.text().match(/Files of/g)).to.have.length(1);
		expect(await desk.server.heard('POST', '/conversations/7/messages')).to.have.length(1);
	});

	it('on which nothing is heard for two heartbeats, while a heartbeat counts as life', async () => {
		const { holdClock } = await import('./support/clock.ts');
		const clock = holdClock();
		try {
			const answer: Step = {
				stream: [frames(answerParts.slice(0, 8)), { hold: true }, ': heartbeat\n\n', { hold: true }],
			};
			const desk = await placed({ [turns]: answer, [resumed]: rest });
			await desk.element.ask('Why?');
			await desk.says('Files of');
			clock.pass(31_000);
			await desk.server.go();
			// The heartbeat has set the watch anew.
			await until(() => clock.waiting().some((ms) => ms > 31_500));
			clock.pass(31_000);
			expect(await desk.server.heard('GET', '/conversations/7/stream')).to.deep.equal([]);
			clock.pass(1_500);
			await desk.says('1 source');
			expect(await desk.server.heard('GET', '/conversations/7/stream')).to.have.length(1);
		} finally {
			clock.giveBack();
		}
	});
});

describe('a question whose answer nobody heard', () => {
	afterEach(takeAway);

	it('goes out again as the same turn, in the same conversation', async () => {
		const created = { conversation_id: 7, status: 'open', title: null, locale: 'en', created_at: question.created_at };
		const desk = await placed({
			'POST /conversations': [{ drop: true }, { status: 201, json: created }],
			[turns]: [{ drop: true }, { status: 503, json: {}, headers: { 'Retry-After': '1' } }, { stream: [wholeAnswer] }],
		});
		await desk.element.ask('Why 50 MB?');
		await desk.says('1 source');
		const begun = await desk.server.heard('POST', '/conversations');
		expect(new Set(begun.map(({ headers }) => headers['idempotency-key'])).size).to.equal(1);
		const sent = await desk.server.heard('POST', '/conversations/7/messages');
		expect(sent.length).to.be.at.least(3);
		expect(new Set(sent.map(({ body }) => body?.client_message_id)).size).to.equal(1);
		expect(desk.element.shadowRoot?.querySelectorAll('.question')).to.have.length(1);
		expect(desk.events.filter((name) => name === 'answer-start')).to.have.length(1);
	});
});
