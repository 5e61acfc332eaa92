// Whatever happens to the line, in whatever order: in the end the widget shows the server's thread, each turn once.

import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { type Model, type Real, startWorld } from './support/world.ts';

type Move = fc.AsyncCommand<Model, Real>;

/** One thing that happens, after which nothing stands there twice. `may` says when it can. */
function move(name: string, happen: (real: Real, model: Model) => Promise<void>, may = (_: Model) => true): Move {
	return {
		check: may,
		async run(model, real) {
			await happen(real, model);
			expect(real.doubled(), `doubled after ${name}`).to.equal(0);
			expect(real.untrue(), `untrue after ${name}`).to.deep.equal([]);
		},
		toString: () => name,
	};
}

const piece = fc.constantFrom('Files ', 'größer ', '🚀 ', '**5 GB** ', '[1] ', '\n\n', '– ');
const send = fc.array(piece, { minLength: 1, maxLength: 6 }).map((words) =>
	move(
		`send(${JSON.stringify(words.join(''))})`,
		async (real, model) => {
			model.asked += 1;
			await real.send(`question ${model.asked}`, words);
		},
		({ asked }) => asked < 5,
	),
);
const otherTab = fc.constant(
	move('another tab asks', async (real, model) => {
		model.elsewhere = true;
		await real.otherTab();
	}),
);
const moves = [
	send,
	send,
	otherTab,
	fc.nat(4).map((parts) => move(`tell(${parts})`, (real) => real.tell(parts))),
	fc.constantFrom('fin', 'error', 'garbage').map((how) => move(`cut(${how})`, (real) => real.cut(how))),
	fc.constantFrom(401, 409, 429, 500, 503).map((status) => move(`refuse(${status})`, (real) => real.refuse(status))),
	fc.boolean().map((arrives) => move(`deaf(${arrives})`, (real) => real.deaf(arrives))),
	fc.constant(move('offline', (real) => real.offline())),
	fc.constant(move('online', (real) => real.online())),
	fc.constant(move('reload', (real) => real.reload())),
	fc.constant(move('stop', (real) => real.stop())),
	fc.constant(move('sleep', (real) => real.sleep())),
	fc.constant(move('a reply is pushed', (real) => real.push())),
	fc.constantFrom(10, 20, 500, 5_000, 60_000).map((ms) => move(`wait(${ms})`, (real) => real.pass(ms))),
];

async function holds(commands: Iterable<Move>): Promise<void> {
	const real = await startWorld();
	const model: Model = { asked: 0, elsewhere: false };
	try {
		await fc.asyncModelRun(() => ({ model, real }), commands);
		await real.calm();
		if (!model.elsewhere) expect(real.shown(), 'what is shown').to.deep.equal(real.stored());
		await real.comeBack();
		const { stored, sent } = real.asked();
		expect(stored.toSorted(), 'what was asked').to.deep.equal(sent.toSorted());
		expect(real.shown(), 'what is shown by who comes back').to.deep.equal(real.stored());
		expect(real.unread(), 'the badge').to.equal(real.pushed() > 0 ? 1 : 0);
	} finally {
		real.end();
	}
}

describe('any order of faults', () => {
	it('ends with the server’s thread, nothing lost and nothing doubled', async () => {
		const property = fc.asyncProperty(fc.commands(moves, { maxCommands: 24 }), holds);
		await fc.assert(property, { numRuns: 120 });
	}).timeout(120_000);
});
