// Pages of the API reference: one per resource of a face, with a request to paste first.

import { codesIn, type Endpoint, endpointsOf, nameOf, type OpenApi, resolved, type Schema } from './document.ts';
import { curlOf } from './example.ts';
import { fieldTable, meaningOf, table, typeOf } from './fields.ts';

const WRITTEN = '<!-- Generated from the routes: `npm run openapi` writes it anew. -->';

/** Told in docs/errors.md, once for all. */
const TOLD_ELSEWHERE: readonly string[] = ['Error', 'Degraded'];

function fileOf(tag: string): string {
	return `${tag.replaceAll('/', '-')}.md`;
}

/** The page of what is sent to others. */
const EVENTS = 'webhook-events.md';

/** All pages of one face, by file name. */
export function pagesOf(face: string, api: OpenApi): Record<string, string> {
	const endpoints = endpointsOf(api);
	const pages = api.tags.map(({ name, description }) => {
		const own = endpoints.filter(({ tags }) => tags.includes(name));
		return [fileOf(name), pageOf({ face, name, description }, own, api)];
	});
	return { ...Object.fromEntries(pages), ...(api.webhooks && { [EVENTS]: eventsPage(face, api) }) };
}

interface Resource {
	face: string;
	name: string;
	description: string;
}

function pageOf({ face, name, description }: Resource, endpoints: readonly Endpoint[], api: OpenApi): string {
	const objects = objectsOf(endpoints, api);
	const parts = [
		`# ${name}`,
		WRITTEN,
		`${description}, in the ${face} face. All pages: [API reference](../README.md). Codes: [errors](../../errors.md).`,
		...endpoints.map((endpoint) => endpointPart(endpoint, api)),
		...(objects.length > 0 ? ['## Objects', ...objects.map((object) => objectPart(object, api))] : []),
	];
	return `${parts.join('\n\n')}\n`;
}

function eventsPage(face: string, api: OpenApi): string {
	const events = Object.entries(api.webhooks ?? {}).flatMap(([type, methods]) =>
		Object.values(methods).map((webhook) => ({ type, ...webhook })),
	);
	const rows = events.map(({ type, summary }) => [`[\`${type}\`](#${type.replaceAll('.', '')})`, summary]);
	const parts = [
		'# Webhook events',
		WRITTEN,
		`What the ${face} face sends to the tenant’s own servers. How to receive it: [webhooks](../../webhooks.md). All pages: [API reference](../README.md).`,
		table(['type', 'when'], rows),
		...events.map(({ type, summary, requestBody }) => {
			const schema = resolved(requestBody?.content?.['application/json']?.schema ?? {}, api);
			return [`## ${type}`, `${summary}.`, fieldTable(schema, api)].join('\n\n');
		}),
	];
	const objects = objectsOf(events, api).filter((name) => !name.endsWith('Event'));
	return `${[...parts, '## Objects', ...objects.map((object) => objectPart(object, api))].join('\n\n')}\n`;
}

function endpointPart(endpoint: Endpoint, api: OpenApi): string {
	const { summary, description, method, path, operationId } = endpoint;
	return [
		`## ${summary}`,
		`\`${method.toUpperCase()} ${path}\` · \`${operationId}\``,
		description ?? '',
		['```sh', curlOf(endpoint, api), '```'].join('\n'),
		parametersOf(endpoint, api),
		requestOf(endpoint, api),
		answersOf(endpoint, api),
		errorsOf(endpoint),
	]
		.filter(Boolean)
		.join('\n\n');
}

function parametersOf({ parameters = [] }: Endpoint, api: OpenApi): string {
	if (parameters.length === 0) return '';
	const rows = parameters.map(({ name, in: place, required, description, schema }) => [
		`\`${name}\``,
		place,
		typeOf(schema),
		required ? 'yes' : '',
		meaningOf({ ...schema, description: description ?? schema.description }, api),
	]);
	return `**Parameters**\n\n${table(['name', 'in', 'type', 'required', 'meaning'], rows)}`;
}

function requestOf({ requestBody }: Endpoint, api: OpenApi): string {
	const schema = requestBody?.content?.['application/json']?.schema;
	if (!schema) return '';
	const fields = fieldTable(resolved(schema, api), api).replace('| always |', '| required |');
	return fields ? `**Body**\n\n${fields}` : '**Body**: none is needed.';
}

function answersOf({ responses }: Endpoint, api: OpenApi): string {
	const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
	const parts = good.map(([status, { description, content = {} }]) => {
		const told = Object.entries(content).map(([type, { schema }]) => `\`${type}\`: ${shapeOf(schema)}`);
		const head = `**Answer ${status}**: ${told.join('; ') || description}`;
		const inline = Object.values(content).map(({ schema }) => (nameOf(schema) ? '' : fieldTable(schema, api)));
		return [head, ...inline].filter(Boolean).join('\n\n');
	});
	return parts.join('\n\n');
}

function shapeOf(schema: Schema): string {
	const choices = schema.anyOf ?? schema.oneOf ?? [schema];
	return choices.map((choice) => linkOf(choice) ?? choice.description ?? typeOf(choice)).join(' or ');
}

function linkOf(schema: Schema): string | null {
	const name = nameOf(schema);
	if (!name) return null;
	return TOLD_ELSEWHERE.includes(name) ? `[${name}](../../errors.md#degraded-states)` : typeOf(schema);
}

function errorsOf({ responses }: Endpoint): string {
	const bad = Object.entries(responses).filter(([status]) => !status.startsWith('2'));
	const rows = bad.map(([status, { description }]) => {
		const codes = codesIn(description).map((code) => `\`${code}\``);
		return [status, codes.join(', ') || description];
	});
	return `**Errors**\n\n${table(['status', 'codes'], rows)}`;
}

/** Named objects that these endpoints take or give, and what stands in them, in the order of their first use. */
function objectsOf(endpoints: readonly Pick<Endpoint, 'requestBody' | 'responses'>[], api: OpenApi): string[] {
	const found = new Set<string>();
	const collect = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		const name = nameOf(value as Schema);
		const schema = name === null ? undefined : api.components.schemas[name];
		if (name && schema && !found.has(name)) {
			found.add(name);
			collect(schema);
		}
		for (const inner of Object.values(value)) collect(inner);
	};
	for (const { requestBody, responses } of endpoints) collect([requestBody, responses]);
	return [...found].filter((name) => !TOLD_ELSEWHERE.includes(name));
}

function objectPart(name: string, api: OpenApi): string {
	const schema = api.components.schemas[name] ?? {};
	return [`### ${name}`, schema.description ?? '', fieldTable(schema, api)].filter(Boolean).join('\n\n');
}

/** The first page: every endpoint of every face, with its page. */
export function indexOf(faces: Readonly<Record<string, OpenApi>>): string {
	const parts = Object.entries(faces).map(([face, api]) => {
		const rows = endpointsOf(api).map(({ method, path, summary, tags }) => {
			const [tag = ''] = tags;
			return [`\`${method.toUpperCase()} ${path}\``, `[${summary}](${face}/${fileOf(tag)})`];
		});
		const events = api.webhooks ? [`What it sends by itself: [webhook events](${face}/${EVENTS}).`] : [];
		return [`## ${face}`, table(['endpoint', 'what it does'], rows), ...events].join('\n\n');
	});
	return `${['# API reference', WRITTEN, INTRODUCTION, ...parts].join('\n\n')}\n`;
}

const INTRODUCTION = `Every request below runs as it stands, once these two are set:

\`\`\`sh
DESK=https://app.example.com   # the host that mounts the kit
TOKEN=…                        # what your \`auth\` option accepts; a session cookie does as well
\`\`\`

The same as OpenAPI 3.1: [server-kit/openapi](../../server-kit/openapi). What a code means, and what to do: [errors](../errors.md). Lists take \`limit\` (1 to 100) and \`cursor\` (the \`next_cursor\` of the page before).`;
