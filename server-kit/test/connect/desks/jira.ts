// A stand-in of Jira Cloud: refuses what Jira refuses, and its search learns of new issues late.

import type { TestContext } from 'node:test';
import { type Asked, type Desk, group, isGroup, isJson, serveDesk, type Told } from './serving.ts';

export const ACCOUNT = { email: 'bot@acme.example', apiToken: 'jira-token-1' };

export interface JiraDesk extends Desk {
	issues: { key: string; fields: Record<string, unknown>; comments?: { id: string; body: unknown }[] }[];
	/** What the search has not yet learned of. */
	unindexed: Set<string>;
	/** Whether new issues are indexed at once. */
	indexes: boolean;
	/** Fields that the project demands besides. */
	demands: string[];
}

const PRIORITIES = ['Highest', 'High', 'Medium', 'Low', 'Lowest'];
const NODES = new Set(['doc', 'heading', 'paragraph', 'blockquote', 'text', 'hardBreak']);

export async function startJira(t: TestContext): Promise<JiraDesk> {
	const authorized = `Basic ${Buffer.from(`${ACCOUNT.email}:${ACCOUNT.apiToken}`).toString('base64')}`;
	const state = {
		issues: [] as JiraDesk['issues'],
		unindexed: new Set<string>(),
		indexes: true,
		demands: [] as string[],
	};

	function answer(asked: Asked): Told {
		if (!isJson(asked)) return { status: 415, body: { errorMessages: ['Unsupported Media Type'] } };
		if (asked.headers.authorization !== authorized) return { status: 401, body: 'Client must be authenticated' };
		if (asked.path === '/rest/api/3/search') return { status: 410, body: { errorMessages: ['removed'] } };
		const [, key] = /^\/rest\/api\/3\/issue\/([^/]+)\/comment$/.exec(asked.path) ?? [];
		if (key) return commented(key, asked);
		const route = ROUTES[asked.path];
		return route && asked.method === 'POST' ? route(group(asked.body)) : { status: 404 };
	}

	function commented(key: string, { method, body: given, query }: Asked): Told {
		const issue = desk.issues.find((one) => one.key === key);
		if (!issue) return { status: 404, body: { errorMessages: ['Issue does not exist'] } };
		issue.comments ??= [];
		if (method === 'GET') {
			const order = query.get('orderBy') ?? 'created';
			const maxResults = Number(query.get('maxResults') ?? 100);
			if (!/^[-+]?created$/.test(order) || !Number.isInteger(maxResults)) return { status: 400 };
			const ordered = order === '-created' ? issue.comments.toReversed() : issue.comments;
			const total = issue.comments.length;
			return { status: 200, body: { comments: ordered.slice(0, maxResults), startAt: 0, maxResults, total } };
		}
		const { body } = group(given);
		const isTooLong = JSON.stringify(body).length > 32_767;
		if (!isDocument(body) || isTooLong) return { status: 400, body: { errors: { comment: 'not a document' } } };
		issue.comments.push({ id: `${issue.comments.length + 1}`, body });
		return { status: 201, body: { id: `${issue.comments.length}` } };
	}

	const ROUTES: Record<string, (body: Record<string, unknown>) => Told> = {
		'/rest/api/3/search/jql': ({ jql, maxResults, fields }) => {
			const query = /^project = "SUP"(?: AND labels = "([\w-]+)")? ORDER BY key (ASC|DESC)$/.exec(String(jql));
			if (!query) return { status: 400, body: { errorMessages: ['Error in the JQL Query'] } };
			const [, label, order] = query;
			const indexed = desk.issues.filter((issue) => !desk.unindexed.has(issue.key) && (!label || bears(issue, label)));
			const ordered = order === 'DESC' ? indexed.toReversed() : indexed;
			return { status: 200, body: { issues: ordered.slice(0, Number(maxResults)).map(seen(fields)), isLast: true } };
		},
		'/rest/api/3/issue/bulkfetch': ({ issueIdsOrKeys, fields }) => {
			if (!Array.isArray(issueIdsOrKeys) || issueIdsOrKeys.length > 100) return { status: 400 };
			const found = desk.issues.filter(({ key }) => issueIdsOrKeys.includes(key));
			return { status: 200, body: { issues: found.map(seen(fields)), issueErrors: [] } };
		},
		'/rest/api/3/issue': (body) => {
			const errors = faultsIn(group(body.fields), desk.demands);
			if (Object.keys(errors).length > 0) return { status: 400, body: { errorMessages: [], errors } };
			const key = `SUP-${1 + Number(desk.issues.at(-1)?.key.slice(4) ?? 0)}`;
			desk.issues.push({ key, fields: group(body.fields), comments: [] });
			if (!desk.indexes) desk.unindexed.add(key);
			return { status: 201, body: { id: `10${key.slice(4)}`, key, self: `${desk.url}/rest/api/3/issue/${key}` } };
		},
	};

	const desk: JiraDesk = Object.assign(await serveDesk(t, answer), state);
	return desk;
}

const bears = ({ fields }: JiraDesk['issues'][number], label: string) =>
	Array.isArray(fields.labels) && fields.labels.includes(label);

/** Fields are told only where they are named. */
const seen =
	(wanted: unknown) =>
	({ key, fields }: JiraDesk['issues'][number]) => ({
		id: `10${key.slice(4)}`,
		key,
		...(Array.isArray(wanted) && { fields: Object.fromEntries(wanted.map((name) => [name, fields[name] ?? null])) }),
	});

function faultsIn(fields: Record<string, unknown>, demands: readonly string[]): Record<string, string> {
	const { project, issuetype, summary, description, labels, priority, ...rest } = fields;
	const errors: Record<string, string> = {};
	if (group(project).key !== 'SUP') errors.project = 'valid project is required';
	if (group(issuetype).name !== 'Task') errors.issuetype = 'Specify a valid issue type';
	if (typeof summary !== 'string' || summary === '' || summary.length > 255 || /[\r\n]/.test(summary))
		errors.summary = 'The summary is invalid';
	if (!isDocument(description) || JSON.stringify(description).length > 32_767) errors.description = 'invalid document';
	if (!Array.isArray(labels) || labels.some((label) => /\s/.test(String(label)))) errors.labels = 'contains spaces';
	if (priority !== undefined && !PRIORITIES.includes(String(group(priority).name)))
		errors.priority = 'Priority is invalid';
	for (const name of Object.keys(rest)) if (!demands.includes(name)) errors[name] = 'Field cannot be set';
	for (const name of demands) if (rest[name] === undefined) errors[name] = 'This field is required';
	return errors;
}

function isDocument(value: unknown): boolean {
	return isGroup(value) && value.type === 'doc' && value.version === 1 && isNode(value);
}

function isNode(value: unknown): boolean {
	if (!isGroup(value) || !NODES.has(String(value.type))) return false;
	if (value.type === 'text') return typeof value.text === 'string' && value.text !== '' && !/\n/.test(value.text);
	if (value.type === 'hardBreak') return value.content === undefined;
	return Array.isArray(value.content) && value.content.length > 0 && value.content.every(isNode);
}
