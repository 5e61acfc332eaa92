// Issues at Jira Cloud. Jira knows no idempotency key: the case's label is looked for before an issue is made.

import { z } from 'zod';
import type { CaseTicket } from '../../core/case-store.ts';
import type { Egress } from '../../core/egress.ts';
import type { TicketConnector } from '../../core/ports.ts';
import type { ConnectorOf } from '../../options/connector.ts';
import { basicAccess } from './access.ts';
import { documentOf, remarkDocument } from './jira-document.ts';
import { type Letter, letterOf } from './letter.ts';
import { type Line, openLine } from './line.ts';
import { isRemark, remarkOf } from './remark.ts';

type Options = ConnectorOf<'jira'>;

const made = z.object({ key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/) });
const issues = z.object({
	issues: z.array(made.extend({ fields: z.object({ labels: z.array(z.string()).nullish() }).nullish() })),
});
const listed = z.object({ comments: z.array(z.object({ body: z.unknown() })) });
type Issue = z.output<typeof issues>['issues'][number];

export function createJira(options: Options, { egress }: { egress: Egress }): TicketConnector {
	const { url, project, timeoutMs, auth } = options;
	const api = `${options.cloudId ? `https://api.atlassian.com/ex/jira/${options.cloudId}` : url}/rest/api/3`;
	const access = basicAccess(auth.email, auth.apiToken);

	function post<T>(line: Line, path: string, body: object, shape: z.ZodType<T>): Promise<T> {
		const request = { method: 'POST' as const, url: `${api}${path}`, body: JSON.stringify(body) };
		return access.ask(line, request).then((answer) => line.accepted(answer, shape));
	}

	function get<T>(line: Line, path: string, shape: z.ZodType<T>): Promise<T> {
		return access.ask(line, { method: 'GET', url: `${api}${path}` }).then((answer) => line.accepted(answer, shape));
	}

	async function search(line: Line, jql: string, maxResults: number): Promise<Issue[]> {
		return (await post(line, '/search/jql', { jql, maxResults, fields: ['labels'] }, issues)).issues;
	}

	/** The search learns of a new issue after seconds or minutes; an issue that is read by its key is there at once. */
	async function searchUnindexed(line: Line): Promise<Issue[]> {
		const [newest] = await search(line, `project = "${project}" ORDER BY key DESC`, 1);
		const issueIdsOrKeys = keysAround(newest?.key ?? `${project}-0`);
		return (await post(line, '/issue/bulkfetch', { issueIdsOrKeys, fields: ['labels'] }, issues)).issues;
	}

	async function find(line: Line, label: string): Promise<Issue | undefined> {
		const indexed = await search(line, `project = "${project}" AND labels = "${label}" ORDER BY key ASC`, 1);
		const bears = ({ fields }: Issue) => fields?.labels?.includes(label) ?? false;
		return indexed.find(bears) ?? (await searchUnindexed(line)).sort(byNumber).find(bears);
	}

	return {
		async create(handoff) {
			const line = openLine('Jira', egress, timeoutMs);
			const letter = letterOf(handoff);
			const found = await find(line, labelOf(letter));
			const { key } = found ?? (await post(line, '/issue', { fields: fieldsOf(letter, options) }, made));
			return ticketAt(url, key);
		},
		async comment(said) {
			const line = openLine('Jira', egress, timeoutMs);
			const remark = remarkOf(said);
			const path = `/issue/${encodeURIComponent(remark.ticketId)}/comment`;
			const { comments } = await get(line, `${path}?orderBy=-created&maxResults=${MOST_AT_ONCE}`, listed);
			if (comments.some((one) => isRemark(one, remark))) return;
			await post(line, path, { body: remarkDocument(remark) }, z.object({ id: z.string() }));
		},
	};
}

function ticketAt(url: string, key: string): CaseTicket {
	return { ticketId: key, ticketUrl: `${url}/browse/${key}` };
}

function labelOf({ caseId }: Letter): string {
	return `deskbell-${caseId}`;
}

function fieldsOf(letter: Letter, { project, issueType, priority, labels, fields }: Options) {
	return {
		...fields,
		project: { key: project },
		issuetype: { name: issueType },
		summary: letter.subject,
		description: documentOf(letter),
		labels: [...labels, labelOf(letter)],
		...(priority && { priority: { name: priority } }),
	};
}

/** Jira gives at most so many issues at once. */
const MOST_AT_ONCE = 100;
/** Issues are indexed in any order: the newest that is found may have elder ones before it that are not. */
const BEFORE = 40;

function keysAround(newest: string): string[] {
	const project = newest.slice(0, newest.lastIndexOf('-'));
	const first = Math.max(1, numberOf(newest) - BEFORE);
	return Array.from({ length: MOST_AT_ONCE }, (_, at) => `${project}-${first + at}`);
}

function numberOf(key: string): number {
	return Number(key.slice(key.lastIndexOf('-') + 1));
}

function byNumber(one: Issue, other: Issue): number {
	return numberOf(one.key) - numberOf(other.key);
}
