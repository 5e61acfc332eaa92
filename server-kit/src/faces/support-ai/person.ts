// The person as a whole: a name for a visitor, everything about the caller as a file, and nothing left of them.

import { z } from 'zod';
import { erasePerson } from '../../core/erasure.ts';
import { exportOf } from '../../core/export.ts';
import { EXPORT_PAGE_POLICY, exportPage } from '../../core/export-page.ts';
import { rateKey, takeOne } from '../../core/gates/rate-limit.ts';
import type { Visitors } from '../../core/ports.ts';
import type { Parts } from '../../core/turn-state.ts';
import { welcomeVisitor } from '../../core/visitors.ts';
import { json, lines, openRoute, type Route, route, textFile } from '../../http/route.ts';
import { none } from './fields.ts';
import * as answers from './schemas/person.ts';

const usual = {
	streams: false,
	degrades: false,
	rate: null,
	limited: true,
	params: none,
	query: none,
	body: null,
} as const;

/** Without visitors the path is as good as none. */
export function personRoutes(parts: Parts): Route[] {
	return [...(parts.visitors ? [createVisitor(parts.visitors, parts)] : []), exportPerson(parts), erase(parts)];
}

function createVisitor(visitors: Visitors, parts: Parts): Route {
	return openRoute({
		...usual,
		method: 'post',
		path: '/visitor',
		operationId: 'createVisitor',
		summary: 'A token for somebody who is not signed in',
		description:
			'Only where the host lets visitors in. With a visitor’s token that still holds, a new one for the same visitor. Visitors reach their own conversations and their own data.',
		rate: parts.rates.visitors,
		countedBy: ({ address }) => visitors.counterOf(address),
		response: answers.visitor,
		errors: [],
		handle: async ({ arrival }) => json(await welcomeVisitor(arrival, parts)),
	});
}

function exportPerson(parts: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/export',
		operationId: 'exportPerson',
		summary: 'Everything about the caller, as a file',
		description:
			'As JSON lines, for programs: the first says what this is, the last (`end`) how many there were; without it the file was cut off. With `format=html` the same as a page to read. Internal notes are not in it.',
		query: z.object({
			format: z
				.enum(['jsonl', 'html'])
				.default('jsonl')
				.meta({ description: 'JSON lines for programs, or a page for people' }),
		}),
		action: 'data:own',
		rate: parts.rates.data,
		countedAs: 'export:',
		file: ['application/x-ndjson', 'text/html'],
		response: z.string().meta({ description: 'One JSON object per line, or a page' }),
		errors: ['unauthenticated'],
		async handle({ caller, query: { format }, bare }) {
			const day = new Date(parts.clock.now()).toISOString().slice(0, 10);
			const name = `deskbell-export-${day}.${format}`;
			// Asked by HEAD nothing leaves: that is no export, to be counted and written down.
			const pages = bare ? noPages() : await exportOf(caller, parts);
			if (format === 'jsonl') return lines(pages, name);
			return textFile(bare ? noPages() : exportPage(pages), name, 'text/html', {
				'Content-Security-Policy': `${EXPORT_PAGE_POLICY}; sandbox`,
			});
		},
	});
}

async function* noPages(): AsyncGenerator<never> {}

function erase(parts: Parts): Route {
	return route({
		...usual,
		method: 'delete',
		path: '/me',
		operationId: 'erasePerson',
		summary: 'Erases everything about the caller',
		description:
			'Conversations, cases, feedback and what was made of them. What was used stays counted without a name. Doing it again goes on where it was cut off.',
		action: 'data:own',
		rate: parts.rates.data,
		countedAs: 'erase:',
		response: answers.erased,
		errors: ['unauthenticated'],
		async handle({ caller }) {
			await takeOne(parts.rates.data, `erase:${rateKey(caller)}`);
			const { deleted: counts, unnamed } = await erasePerson(caller, 'person', parts);
			return json({ deleted: true as const, counts: { ...counts }, unnamed: { ...unnamed } });
		},
	});
}
