// The widget's test configuration, with each test's outcome written down for `npm test` to count.

import { appendFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import config from '../web-test-runner.config.mjs';

const outcomes = process.env.DESKBELL_OUTCOMES;

function* testsOf(suite) {
	yield* suite.tests;
	for (const inner of suite.suites) yield* testsOf(inner);
}

/** A file that fails to load has no tests to report, so the file counts as one failure. */
function outcomesOf({ testResults, passed, testFile }) {
	const tests = testResults ? [...testsOf(testResults)] : [];
	if (tests.length === 0) return [`${passed ? 'empty' : 'fail'} ${testFile}`];
	return tests.map((test) => `${test.skipped ? 'skip' : test.passed ? 'pass' : 'fail'} ${test.name}`);
}

const countReporter = {
	onTestRunFinished({ sessions }) {
		const lines = [...sessions].flatMap(outcomesOf);
		if (outcomes) appendFileSync(outcomes, lines.map((line) => `${line}\n`).join(''));
	},
};

// Web Test Runner takes its configuration as the default export.
export default { ...config, reporters: [...(config.reporters ?? [defaultReporter()]), countReporter] };
