// `npm run bench`: what the kit adds to a model's stream, beside a raw pass-through and the AI SDK, and what it weighs.
// `-- quick` takes a minute, `-- profile` says where the time goes, `-- --write` renews docs/performance.md.

import { startField } from './candidates.ts';
import { layerD } from './filter.ts';
import { firstWords } from './first-words.ts';
import { memory } from './memory.ts';
import { profile } from './profile.ts';
import { reportOn, writeReport } from './report.ts';
import type { Section } from './section.ts';
import { weight } from './sizes.ts';
import { showSteps } from './step.ts';
import { throughput } from './throughput.ts';
import { longThreads, statements } from './turns.ts';

/** Five minutes on an idle machine, and some more on a busy one. */
const LIMIT_MS = 420_000;
const SECTIONS: readonly Section[] = [weight, layerD, memory, firstWords, statements, longThreads, throughput];

const asked = new Set(process.argv.slice(2));
const tooLong = setTimeout(() => {
	console.error(`The bench has not ended within ${LIMIT_MS / 1000} s.`);
	process.exit(1);
}, LIMIT_MS);
const field = await startField();
try {
	const sections = asked.has('profile') ? [profile] : SECTIONS;
	const report = await reportOn(sections, { field, quick: asked.has('quick'), ...showSteps(process.stderr) });
	// The page tells the whole bench, or nothing.
	if (asked.has('--write') && asked.size === 1) writeReport(report);
} finally {
	await field.stop();
}
clearTimeout(tooLong);
process.exit();
