// The widget's tests, with one guard of its source switched off, or none.

import { readFileSync } from 'node:fs';
import config from '../web-test-runner.config.mjs';
import { guardNamed, without } from './without.ts';

const { DESKBELL_GUARD: name } = process.env;
const changed = name === undefined ? new Map() : without(guardNamed(name), (file) => readFileSync(file, 'utf8'));

/** Before the compiler of TypeScript, which is a plugin as well. */
const switchOff = {
	name: 'switch-off',
	serve: ({ path }) => (changed.has(path.slice(1)) ? { body: changed.get(path.slice(1)), type: 'ts' } : undefined),
};

export default { ...config, plugins: [switchOff, ...config.plugins] };
