// The rules of style that no linter knows, as a table: what a file must be like, and why.

import { measureFunctions } from './functions.ts';
import type { SourceFile } from './source-files.ts';

export interface StyleRule {
	name: string;
	why: string;
	/** One line per fault; none where the file keeps the rule. */
	faults(file: SourceFile): string[];
	/** Files that break the rule and may: each a reviewed line with its reason behind it. */
	exceptions: readonly string[];
}

const SOURCE_LINES = 250;
const TEST_LINES = 500;
const FUNCTION_LINES = 40;
const NESTING = 3;

const isTest = (path: string) => /^test\/|^(server-kit|widget)\/test\//.test(path);
const inBrowser = (path: string) => /^(widget\/src|demo)\//.test(path);

/** Written in two halves, or this file would find itself. */
const joined = (...halves: [string, string][]) => halves.map((pair) => pair.join('')).join('|');
const UNFINISHED = new RegExp(
	[
		`\\b(${joined(['TO', 'DO'], ['FIX', 'ME'], ['XX', 'X'])})\\b`,
		`\\b(?i:${joined(['not imple', 'mented'])})\\b`,
		// In a comment alone: a customer may well be told what holds at the moment.
		`(//|^\\s*/?\\*).*\\b(?i:${joined(['for', ' now'])})\\b`,
	].join('|'),
);
const MUTED = new RegExp(`@ts-(${joined(['ig', 'nore'], ['no', 'check'])})|${joined(['eslint', '-disable'])}`);
const HTML_STRINGS = /\b(innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|setHTMLUnsafe|document\.write)\b/;

export const styleRules: readonly StyleRule[] = [
	{
		name: 'file-length',
		why: 'A file is one station: what does not fit is two.',
		faults: ({ path, text }) => {
			const lines = text.trimEnd().split('\n').length;
			const limit = isTest(path) ? TEST_LINES : SOURCE_LINES;
			return lines > limit ? [`${lines} lines, ${limit} at most`] : [];
		},
		exceptions: [],
	},
	{
		name: 'no-drawers',
		why: 'A folder named for nothing collects everything.',
		faults: ({ path }) => (/(^|\/)(utils?|helpers?|misc|shared)\//.test(path) ? ['name what it does'] : []),
		exceptions: [],
	},
	{
		name: 'first-line',
		why: 'The first line says which station of the journey this is.',
		faults: ({ text }) => (/^(#!.*\n)?(\/\/ |\/\*\*? )\S/.test(text) ? [] : ['the first line is no comment']),
		exceptions: [],
	},
	{
		name: 'finished',
		why: 'What is unfinished stands in an issue, not in the code.',
		faults: matchingLines(UNFINISHED),
		exceptions: [],
	},
	{
		name: 'not-muted',
		why: 'A checker that is told to look away finds nothing.',
		faults: matchingLines(MUTED),
		exceptions: [],
	},
	{
		name: 'no-html-strings',
		why: 'Model text and comments are hostile: the DOM is built of nodes.',
		faults: (file) => (inBrowser(file.path) ? matchingLines(HTML_STRINGS)(file) : []),
		exceptions: [],
	},
	{
		name: 'function-length',
		why: 'A function reads as a story, and a story fits on a screen.',
		faults: (file) =>
			measureFunctions(file)
				.filter(({ lines }) => lines > FUNCTION_LINES)
				.map(({ name, line, lines }) => `line ${line}: ${name} has ${lines} lines, ${FUNCTION_LINES} at most`),
		exceptions: [],
	},
	{
		name: 'nesting',
		why: 'Each level is one more thing to keep in mind.',
		faults: (file) =>
			measureFunctions(file)
				.filter(({ depth }) => depth > NESTING)
				.map(({ name, line, depth }) => `line ${line}: ${name} nests ${depth} deep, ${NESTING} at most`),
		exceptions: [],
	},
];

function matchingLines(pattern: RegExp): StyleRule['faults'] {
	return ({ text }) =>
		text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`line ${index + 1}: ${line.trim()}`] : []));
}
