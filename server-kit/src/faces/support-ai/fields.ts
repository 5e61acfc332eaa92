// The fields that requests are made of, with FastAPI's names for what can be wrong with them.

import { z } from 'zod';
import { clean, isBlank, isSmall } from '../../core/given.ts';
import { localeOf } from '../../core/locale.ts';

/** A fault with FastAPI's own type name; zod alone has no word for it. */
function fault(type: string, message: string) {
	return { code: 'custom' as const, params: { type }, message };
}

const NOTHING = { params: { type: 'string_too_short' }, message: 'String should have at least 1 character' };

/** Text that a person wrote: what shows nothing is nothing. */
export function said(longest: number) {
	return z
		.string()
		.overwrite(clean)
		.max(longest)
		.refine((text) => !isBlank(text), NOTHING);
}

/** The same in one line, whatever was pasted: it becomes the subject of mails and a row of lists. */
export function line(longest: number) {
	return z
		.string()
		.overwrite(inOneLine)
		.max(longest)
		.refine((text) => !isBlank(text), NOTHING);
}

function inOneLine(text: string): string {
	return clean(text)
		.replaceAll(/[\s\p{Cc}]+/gu, ' ')
		.trim();
}

/** Text that may be left out; empty counts as left out. */
export function maybeSaid(longest: number) {
	return z
		.string()
		.overwrite(clean)
		.max(longest)
		.nullish()
		.transform((text) => (text == null || isBlank(text) ? null : text.trim()));
}

export const locale = z
	.string()
	.max(35)
	.refine((text) => localeOf(text) !== undefined, 'Value error, a BCP 47 language tag is needed')
	.nullish()
	.transform((text) => localeOf(text ?? undefined) ?? null)
	.meta({ description: 'BCP 47 tag; else the language that the request asks for' });

/** What the page says about itself. Untrusted; kept small. */
export const pageContext = z
	.record(z.string().max(200), z.unknown())
	.refine(isSmall, 'Value error, context may take at most 4 KiB as JSON')
	.nullish()
	.transform((context) => context ?? null)
	.meta({ description: 'What the page says about itself, at most 4 KiB as JSON; untrusted material for the model' });

function integer(text: string, context: z.RefinementCtx): number {
	if (!/^[+-]?\d+$/.test(text)) {
		context.addIssue(fault('int_parsing', 'Input should be a valid integer, unable to parse string as an integer'));
		return z.NEVER;
	}
	if (!Number.isSafeInteger(Number(text))) {
		context.addIssue(fault('int_parsing_size', 'Unable to parse input string as an integer, exceeded maximum size'));
		return z.NEVER;
	}
	return Number(text);
}

/** An id in the path. */
export const id = z
	.string()
	.transform(integer)
	.meta({ description: 'As it was handed out', override: { type: 'integer', minimum: 1 } });

/** An id in a body. */
export const bodyId = z
	.int()
	.nullish()
	.transform((value) => value ?? null);

const LARGEST_PAGE = 100;

export function pageLimit(usual: number) {
	return z
		.string()
		.transform((text, context) => {
			const limit = integer(text, context);
			if (limit < 1) context.addIssue(fault('greater_than_equal', 'Input should be greater than or equal to 1'));
			if (limit > LARGEST_PAGE)
				context.addIssue(fault('less_than_equal', `Input should be less than or equal to ${LARGEST_PAGE}`));
			return limit;
		})
		.default(usual)
		.meta({
			description: 'How many at most',
			override: { type: 'integer', minimum: 1, maximum: LARGEST_PAGE, default: usual },
		});
}

export const cursor = z
	.string()
	.max(200)
	.optional()
	.transform((text) => text ?? null)
	.meta({ description: 'The `next_cursor` of the page before; left out: the first page' });

const STATUSES = ['open', 'pending', 'resolved', 'closed'] as const;

/** One status, or several with commas between; none means all. */
export const statusList = z
	.string()
	.max(100)
	.transform((text) =>
		text
			.split(',')
			.map((status) => status.trim())
			.filter(Boolean),
	)
	.pipe(
		z.array(z.string()).transform((words, context) => {
			const known = words.filter((word) => STATUSES.some((status) => status === word));
			if (known.length < words.length)
				context.addIssue(fault('literal_error', "Input should be 'open', 'pending', 'resolved' or 'closed'"));
			return known as (typeof STATUSES)[number][];
		}),
	)
	.default([])
	.meta({
		description: 'One status, or several with commas between; none means all',
		override: { type: 'string', example: 'open,pending' },
	});

export const none = z.object({});

/** What most routes are: no stream, no state of a feature, nothing counted, and no field but those of the body. */
export const plain = { streams: false, degrades: false, rate: null, params: none, query: none } as const;
