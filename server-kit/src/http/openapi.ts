// OpenAPI 3.1 of a face, from the same declarations that check and answer its requests.

import { z } from 'zod';
import {
	createDocument,
	type ZodOpenApiOperationObject,
	type ZodOpenApiPathItemObject,
	type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { headersOf } from './openapi-headers.ts';
import { type Face, type Route, type SentEvent, statusOfError } from './route.ts';

type Responses = NonNullable<ZodOpenApiOperationObject['responses']>;

export function openApiOf(face: Face, version: string): ReturnType<typeof createDocument> {
	const paths: ZodOpenApiPathsObject = {};
	for (const route of face.routes) {
		const path = `${face.basePath}${route.path.replace(/:(\w+)/g, '{$1}')}`;
		paths[path] = { ...paths[path], [route.method]: operationOf(route, face) };
	}
	return createDocument({
		openapi: '3.1.0',
		info: {
			title: face.title,
			version,
			description: 'Generated from the routes; `npm run openapi` writes it anew.',
			license: { name: 'MIT', identifier: 'MIT' },
		},
		servers: [{ url: '/', description: 'The host that mounts the kit' }],
		security: [{ bearer: [] }],
		tags: tagsOf(face),
		components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
		paths,
		...(face.sends && { webhooks: Object.fromEntries(face.sends.map(webhookOf)) }),
	});
}

const SIGNED = z.object({
	'webhook-id': z.string().meta({ description: 'The `id` of the event' }),
	'webhook-timestamp': z.string().meta({ description: 'Seconds since 1970, of this attempt' }),
	'webhook-signature': z.string().meta({ description: '`v1,` and an HMAC-SHA256, of Standard Webhooks' }),
});

/** Answered by the receiver: it is the one who is asked here. */
function webhookOf({ type, summary, body }: SentEvent): [string, ZodOpenApiPathItemObject] {
	const operation: ZodOpenApiOperationObject = {
		operationId: `on.${type}`.replaceAll(/[._](\w)/g, (_match, letter: string) => letter.toUpperCase()),
		summary,
		security: [],
		requestParams: { header: SIGNED },
		requestBody: { required: true, content: { 'application/json': { schema: body } } },
		responses: {
			'2XX': { description: 'Taken; anything but this, 410 and a redirect is tried again' },
			410: { description: 'Disables the webhook' },
		},
	};
	return [type, { post: operation }];
}

/** What a path is about: its first step, and the one behind `admin`. */
function resourceOf({ path }: Route): string {
	const [first = '', second = ''] = path.split('/').slice(1);
	return first === 'admin' ? `${first}/${second}` : first;
}

function tagsOf({ routes }: Face): { name: string; description: string }[] {
	const names = new Set(routes.map(resourceOf));
	return [...names].map((name) => ({ name, description: `Everything below \`/${name}\`` }));
}

function operationOf(route: Route, face: Face): ZodOpenApiOperationObject {
	const path = route.params instanceof z.ZodObject ? route.params : z.object({});
	const query = route.query instanceof z.ZodObject ? route.query : z.object({});
	return {
		operationId: route.operationId,
		summary: route.summary,
		...(route.description && { description: route.description }),
		tags: [resourceOf(route)],
		...(route.action === null && { security: [] }),
		requestParams: { path, query, ...(route.repeats && { header: keyHeader(route) }) },
		...(route.body && { requestBody: { content: { 'application/json': { schema: route.body } } } }),
		responses: withHeaders({ ...successOf(route, face.schemas), ...failuresOf(route, face) }, route),
	};
}

function withHeaders(responses: Responses, route: Route): Responses {
	const entries = Object.entries(responses);
	return Object.fromEntries(
		entries.map(([status, response]) => [status, { ...response, headers: headersOf(route, status) }]),
	);
}

function successOf(route: Route, { degraded }: Face['schemas']): Responses {
	const schema = route.degrades ? z.union([route.response, degraded]) : route.response;
	const stream = { 'text/event-stream': { schema: z.string() } };
	const isStreamOnly = route.streams && route.method === 'get';
	const whole = isStreamOnly ? {} : { 'application/json': { schema } };
	const content = { ...whole, ...(route.streams && !route.creates && stream) };
	const empty = route.empty ? { 204: { description: route.empty } } : {};
	const file = route.file && { description: 'A file', content: filesOf(route.file, route.response) };
	// A stream begins before anything is whole, and what was not made because the AI is off or full has no 201.
	const unmade = {
		200: {
			description: route.streams ? 'The answer as it comes, or a degraded state' : 'A degraded state: nothing was made',
			content: { 'application/json': { schema: degraded }, ...(route.streams && stream) },
		},
	};
	return {
		...(route.creates && route.degrades && unmade),
		[route.creates ? 201 : 200]: file || { description: 'Successful response', content },
		...empty,
	};
}

function filesOf(types: readonly string[], schema: z.ZodType) {
	return Object.fromEntries(types.map((type) => [type, { schema }]));
}

/** What the steps around a route can answer. */
const OF_EVERY_ROUTE = [
	'forbidden',
	'validation_failed',
	'internal_error',
	'store_unavailable',
	'identity_unavailable',
	'shutting_down',
] as const satisfies readonly ErrorCode[];
const OF_EVERY_BODY = [
	'json_invalid',
	'body_too_large',
	'media_type_unsupported',
] as const satisfies readonly ErrorCode[];

const OF_EVERY_REPEATABLE = [
	'idempotency_key_invalid',
	'idempotency_key_reused',
	'idempotency_in_progress',
] as const satisfies readonly ErrorCode[];

function keyHeader({ repeats }: Route) {
	const again = 'The same request again under the same key comes to the same end; another one under it is refused';
	const once = 'The same key again within 24 hours gets the first answer, and nothing is made twice';
	const description = repeats === 'done again' ? again : once;
	return z.object({ 'Idempotency-Key': z.string().max(128).optional().meta({ description }) });
}

/** One entry per status; it lists the codes that come with it. */
function failuresOf(route: Route, face: Face): Responses {
	const codes = [
		...new Set([
			...route.errors,
			...OF_EVERY_ROUTE,
			...(route.body ? OF_EVERY_BODY : []),
			...(route.repeats ? OF_EVERY_REPEATABLE : []),
		]),
	];
	const { error, degraded } = face.schemas;
	const statuses = [...new Set(codes.map((code) => statusOfError(code, face)))].sort();
	const failure = (status: number) => {
		const own = codes.filter((code) => statusOfError(code, face) === status);
		const description = own.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join(' ');
		return [status, { description, content: { 'application/json': { schema: error } } }] as const;
	};
	const busy = { description: 'A limit is reached', content: { 'application/json': { schema: degraded } } };
	return { ...Object.fromEntries(statuses.map(failure)), ...((route.degrades || route.limited) && { 429: busy }) };
}
