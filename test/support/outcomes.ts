// What became of each test, as the runners write it down for `npm test` to count and to tell: one line per test.

import { isAbsolute, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from './source-files.ts';

export interface Outcome {
	/** `empty` is a file that holds no test. */
	result: 'pass' | 'fail' | 'skip' | 'empty';
	name: string;
	/** Where it stands, from the root of the repository. */
	place: string;
	/** The first lines of what went wrong. */
	why: readonly string[];
}

const MOST_LINES = 5;
const MOST_LETTERS = 180;

export function writtenDown(outcome: Outcome): string {
	return `${JSON.stringify(outcome)}\n`;
}

/** A run that is cut off may leave half a line behind. */
export function readDown(text: string): Outcome[] {
	return text
		.split('\n')
		.filter((line) => line.endsWith('}'))
		.map((line) => JSON.parse(line));
}

/** The beginning of a message, and the first line of ours that led to it. */
export function whyOf(message: string, stack = ''): string[] {
	const said = stripVTControlCharacters(message)
		.split('\n')
		.filter((line) => line.trim());
	const from = stack.split('\n').find((line) => /^\s*at .*\btest\//.test(line) && !line.includes('node_modules'));
	const lines = [...said.slice(0, MOST_LINES), ...(from ? [from.trim()] : [])];
	return lines.map((line) => line.trimEnd().slice(0, MOST_LETTERS));
}

export function placeOf(file: string, line?: number): string {
	const place = isAbsolute(file) ? relative(ROOT, file) : file;
	return line === undefined ? place : `${place}:${line}`;
}
