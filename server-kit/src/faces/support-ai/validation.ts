// zod's issues in FastAPI's words. The input is never echoed.

import type { z } from 'zod';
import type { RequestIssue } from '../../http/route.ts';
import type { ValidationIssue } from '../../protocol/index.ts';

export function issueView({ in: where, sent, issue }: RequestIssue): ValidationIssue {
	const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
	const value = valueAt(sent, path);
	const { type, msg } = where === 'query' && Array.isArray(value) ? SAID_TWICE : wordsFor(issue, value);
	return { loc: [where, ...path], msg, type };
}

interface Words {
	type: string;
	msg: string;
}

const SAID_TWICE: Words = { type: 'value_error', msg: 'Value error, give this parameter once' };

function wordsFor(issue: z.core.$ZodIssue, value: unknown): Words {
	switch (issue.code) {
		case 'invalid_type':
			return typeWords(issue.expected, value);
		case 'too_small':
			return sizeWords('short', 'greater_than_equal', 'at least', Number(issue.minimum), issue.origin);
		case 'too_big':
			return sizeWords('long', 'less_than_equal', 'at most', Number(issue.maximum), issue.origin);
		case 'invalid_value':
			return missing(value) ?? { type: 'literal_error', msg: `Input should be ${alternatives(issue.values)}` };
		case 'custom':
			return { type: String(issue.params?.type ?? 'value_error'), msg: issue.message };
		case 'unrecognized_keys':
			return { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
		default:
			return missing(value) ?? { type: 'value_error', msg: 'Value error, the input does not have the documented form' };
	}
}

function missing(value: unknown): Words | null {
	return value === undefined ? { type: 'missing', msg: 'Field required' } : null;
}

const TYPES: Readonly<Record<string, Words>> = {
	string: { type: 'string_type', msg: 'Input should be a valid string' },
	int: { type: 'int_type', msg: 'Input should be a valid integer' },
	number: { type: 'int_type', msg: 'Input should be a valid integer' },
	boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
	array: { type: 'list_type', msg: 'Input should be a valid list' },
	record: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
	object: { type: 'model_attributes_type', msg: 'Input should be a valid dictionary or object to extract fields from' },
};

function typeWords(expected: string, value: unknown): Words {
	const isInteger = expected === 'int' || expected === 'number';
	if (isInteger && typeof value === 'string')
		return { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' };
	if (isInteger && typeof value === 'number')
		return { type: 'int_from_float', msg: 'Input should be a valid integer, got a number with a fractional part' };
	if (expected === 'boolean' && typeof value === 'string')
		return { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' };
	return missing(value) ?? TYPES[expected] ?? { type: 'value_error', msg: 'Value error, the input has the wrong type' };
}

function sizeWords(stringEnd: string, numberType: string, bound: string, limit: number, origin: string): Words {
	if (origin === 'string')
		return {
			type: `string_too_${stringEnd}`,
			msg: `String should have ${bound} ${limit} character${limit === 1 ? '' : 's'}`,
		};
	if (origin === 'array') return { type: `too_${stringEnd}`, msg: `List should have ${bound} ${limit} items` };
	const relation = numberType === 'less_than_equal' ? 'less' : 'greater';
	return { type: numberType, msg: `Input should be ${relation} than or equal to ${limit}` };
}

function alternatives(values: readonly unknown[]): string {
	const quoted = values.map((value) => `'${String(value)}'`);
	const last = quoted.pop() ?? '';
	return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
}

function valueAt(sent: unknown, path: readonly (string | number)[]): unknown {
	let value: unknown = sent ?? undefined;
	for (const step of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
		value = Reflect.get(value, step);
	}
	return value;
}
