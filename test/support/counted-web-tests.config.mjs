// The widget's test configuration, with each test's outcome written down for `npm test` to count.

import { appendFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import config from '../web-test-runner.config.mjs';
import { placeOf, whyOf, writtenDown } from './outcomes.ts';

const outcomes = process.env.DESKBELL_OUTCOMES;

function* testsOf(suite) {
	yield* suite.tests;
	for (const inner of suite.suites) yield* testsOf(inner);
}

/** A file that fails to load has no tests to report: it counts as one failure, and so does what fails beside its tests. */
function outcomesOf({ testResults, passed, testFile, errors = [] }) {
	const place = placeOf(testFile);
	const tests = testResults ? [...testsOf(testResults)].map((test) => outcomeOf(test, place)) : [];
	const told = passed || tests.some(({ result }) => result === 'fail');
	const why = errors.flatMap(({ message, stack }) => whyOf(message, stack));
	if (!told) tests.push({ result: 'fail', name: place, place, why });
	if (tests.length === 0) tests.push({ result: 'empty', name: place, place, why });
	return tests;
}

function outcomeOf({ name, skipped, passed, error }, place) {
	const why = error ? whyOf(error.message ?? '', error.stack) : [];
	return { result: skipped ? 'skip' : passed ? 'pass' : 'fail', name, place, why };
}

const countReporter = {
	onTestRunFinished({ sessions }) {
		const lines = [...sessions].flatMap(outcomesOf);
		if (outcomes) appendFileSync(outcomes, lines.map(writtenDown).join(''));
	},
};

// Web Test Runner takes its configuration as the default export.
export default { ...config, reporters: [...(config.reporters ?? [defaultReporter()]), countReporter] };
