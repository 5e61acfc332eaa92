// `npm run bench`: what the widget weighs and what the kit adds to a model's stream, beside a raw pass-through.

import { loadavg } from 'node:os';
import { startField } from './candidates.ts';
import { type Measures, report, writeReport } from './report.ts';
import { widgetSizes } from './sizes.ts';
import { measureFirstWords, measureThroughput } from './streaming.ts';

const LIMIT_MS = 120_000;

async function measure(): Promise<Measures> {
	const load = loadavg()[0] ?? 0;
	const sizes = widgetSizes();
	const field = await startField();
	try {
		const throughput = await measureThroughput(field);
		const firstWords = await measureFirstWords(field);
		return { load, sizes, throughput, firstWords };
	} finally {
		await field.stop();
	}
}

const tooLong = setTimeout(() => {
	console.error(`The bench has not ended within ${LIMIT_MS / 1000} s.`);
	process.exit(1);
}, LIMIT_MS);
const text = report(await measure());
clearTimeout(tooLong);
console.log(text);
if (process.argv.includes('--write')) writeReport(text);
process.exit();
