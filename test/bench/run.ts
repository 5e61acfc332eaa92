// `npm run bench`: what the kit adds to a model's stream and the widget to a page, beside others, and what it weighs.
// `-- quick` takes two minutes, `-- widget` measures in the browser only, `-- profile` says where the kit's time goes,
// `-- --write` renews docs/performance.md.

import { longThread, scrolling } from './browser/long-thread.ts';
import { growth, streamedText } from './browser/streamed-text.ts';
import { startField } from './candidates.ts';
import { layerD } from './filter.ts';
import { firstWords } from './first-words.ts';
import { memory } from './memory.ts';
import { profile } from './profile.ts';
import { reportOn, writeReport } from './report.ts';
import type { Bench, Goal, Measuring, Section } from './section.ts';
import { weight, weightBeside } from './sizes.ts';
import { snapshot } from './snapshot.ts';
import { type Steps, showSteps } from './step.ts';
import { throughput } from './throughput.ts';
import { longThreads, statements } from './turns.ts';

/** Fifteen minutes on an idle machine, and some more on a busy one. */
const LIMIT_MS = 1_500_000;
const OF_THE_WIDGET: readonly Section<Measuring>[] = [
	weight,
	weightBeside,
	streamedText,
	growth,
	longThread,
	scrolling,
];
const OF_THE_SERVER: readonly Section[] = [layerD, snapshot, memory, firstWords, statements, longThreads, throughput];

const asked = new Set(process.argv.slice(2));
const tooLong = setTimeout(() => {
	console.error(`The bench has not ended within ${LIMIT_MS / 1000} s.`);
	process.exit(1);
}, LIMIT_MS);
const goals: Goal[] = [];
const measuring = {
	quick: asked.has('quick'),
	goal: (goal: Goal) => void goals.push(goal),
	...showSteps(process.stderr),
};
const report = asked.has('widget') ? await reportOn(OF_THE_WIDGET, measuring, goals) : await withServers();
// The page tells the whole bench, or nothing.
if (asked.has('--write') && asked.size === 1) writeReport(report);
clearTimeout(tooLong);
process.exit();

async function withServers(): Promise<string> {
	const field = await startField();
	try {
		const sections = asked.has('profile') ? [profile] : [...OF_THE_WIDGET, ...OF_THE_SERVER];
		return await reportOn<Bench & Steps>(sections, { ...measuring, field }, goals);
	} finally {
		await field.stop();
	}
}
