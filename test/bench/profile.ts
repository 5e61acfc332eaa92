// `npm run bench -- profile`: where the kit's processor time goes while it streams, function by function.

import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pace, type Section } from './section.ts';
import { answersOf, type Load, load, rateWith, warmUp } from './throughput.ts';

const LOADS: readonly Load[] = [load(200, 0, 2, 1), load(200, 50, 1, 1)];
const SHOWN = 40;

export const profile: Section = {
	title: 'Where the time goes',
	says: 'Samples of the kit’s main thread. Self: in the function itself and in what it calls of the engine. All: with everything that it calls.',
	head: ['function', 'load', 'self %', 'all %'],
	async *rows(bench) {
		const { field, step } = bench;
		await warmUp(bench);
		for (const each of LOADS) {
			step(`profile, ${pace(each)}`);
			await field.setScript(each);
			const questions = await field.kit.questions(answersOf(each));
			await field.kit.process.ask('startProfile');
			await rateWith(questions, field.kit, each, field);
			const file = await field.kit.process.ask<string>('stopProfile', `deskbell-${each.paceMs}-ms`);
			step(`for a browser's developer tools: ${file}`);
			for (const [name, { self, all }] of ranked(file)) {
				yield [name, pace(each), (self * 100).toFixed(1), (all * 100).toFixed(1)];
			}
		}
	},
};

interface Share {
	self: number;
	all: number;
}

interface Node {
	id: number;
	callFrame: { functionName: string; url: string; lineNumber: number };
	children?: number[];
}

/** The functions of a profile by their own time, as shares of the time in which the thread was busy. */
function ranked(file: string): [string, Share][] {
	const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'));
	const byId = new Map<number, Node>(nodes.map((node: Node) => [node.id, node]));
	const callerOf = new Map<Node, Node>();
	for (const caller of byId.values())
		for (const id of caller.children ?? []) callerOf.set(byId.get(id) as Node, caller);
	const shares = new Map<string, Share>();
	const add = (name: string, measure: keyof Share, time: number) => {
		const share = shares.get(name) ?? { self: 0, all: 0 };
		share[measure] += time;
		shares.set(name, share);
	};
	let busy = 0;
	for (const [index, id] of samples.entries()) {
		const names = stackOf(byId.get(id) as Node, callerOf);
		if (names.length === 0) continue;
		busy += timeDeltas[index];
		add(names[0] as string, 'self', timeDeltas[index]);
		for (const name of new Set(names)) add(name, 'all', timeDeltas[index]);
	}
	const parts = [...shares].map(([name, { self, all }]): [string, Share] => [
		name,
		{ self: self / busy, all: all / busy },
	]);
	return parts.sort(([, a], [, b]) => b.self - a.self).slice(0, SHOWN);
}

/** From the inside out; empty while the thread rests or the profiler itself works. */
function stackOf(innermost: Node, callerOf: ReadonlyMap<Node, Node>): string[] {
	const names: string[] = [];
	for (let node: Node | undefined = innermost; node; node = callerOf.get(node)) {
		const { functionName, url, lineNumber } = node.callFrame;
		if (functionName === '(idle)' || url === 'node:inspector') return [];
		if (url) names.push(`${functionName || '(anonymous)'} ${placeOf(url)}:${lineNumber + 1}`);
		else if (node === innermost && /^\((garbage|program)/.test(functionName)) names.push(functionName);
	}
	return names.length > 0 ? names : [innermost.callFrame.functionName];
}

const ROOT = resolve(import.meta.dirname, '../..');

function placeOf(url: string): string {
	if (!url.startsWith('file:')) return url;
	return relative(ROOT, fileURLToPath(url)).replace(/^.*node_modules\//, '');
}
