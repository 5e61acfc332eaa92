// Requests drawn from an operation's own description: as documented, nearly so, and hostile.

import fc from 'fast-check';
import {
	type Endpoint,
	type OpenApi,
	type Parameter,
	present,
	resolved,
	type Schema,
} from '../../../server-kit/scripts/document.ts';
import { HOSTILE_BODIES, HOSTILE_HEADERS, HOSTILE_SEGMENTS, HOSTILE_TEXTS } from './hostile.ts';

/** What goes over the wire. */
export interface FuzzRequest {
	actor: string;
	method: string;
	/** With its query. */
	path: string;
	headers: Readonly<Record<string, string>>;
	body: string | Uint8Array | null;
}

export interface Pools {
	actors: readonly string[];
	/** Ids that lead somewhere, the caller's own and foreign ones, by the name of the parameter. */
	ids: (name: string) => readonly (number | string)[];
}

const text = (schema: Schema, name: string): fc.Arbitrary<string> => {
	const maxLength = Math.min(schema.maxLength ?? 60, 60);
	const drawn = fc.string({ unit: 'grapheme', minLength: schema.minLength ?? 1, maxLength });
	const fitting = drawn.map((value) => value.slice(0, maxLength) || 'a');
	const example = typeof schema.example === 'string' ? [fc.constant(schema.example)] : [];
	return fc.oneof(fitting, fc.constantFrom('How do I share a folder?', name), ...example);
};

/** A value that the schema takes, as far as a schema can say so. */
function fitting(given: Schema, name: string, api: OpenApi, pools: Pools): fc.Arbitrary<unknown> {
	const schema = resolved(given, api);
	if (schema.const !== undefined) return fc.constant(schema.const);
	if (schema.enum) return fc.constantFrom(...schema.enum);
	const choices = schema.anyOf ?? schema.oneOf;
	if (choices) return fc.oneof(...choices.map((choice) => fitting(choice, name, api, pools)));
	switch (schema.type) {
		case 'null':
			return fc.constant(null);
		case 'boolean':
			return fc.boolean();
		case 'integer':
		case 'number':
			return fc.oneof(
				fc.constantFrom<unknown>(0, 1, ...pools.ids(name)),
				fc.integer({ min: schema.minimum ?? 0, max: bound(schema) }),
			);
		case 'array':
			return fc.array(fitting(schema.items ?? {}, name, api, pools), { minLength: schema.minItems ?? 0, maxLength: 3 });
		case 'object':
			return object(schema, api, pools);
		case 'string':
			return text(schema, name);
		default:
			return fc.jsonValue({ maxDepth: 3 });
	}
}

const bound = ({ minimum = 0, maximum = 1000 }: Schema) => Math.max(minimum, Math.min(maximum, 1_000_000));

function object(schema: Schema, api: OpenApi, pools: Pools): fc.Arbitrary<unknown> {
	const { properties = {}, required = [], additionalProperties } = schema;
	if (Object.keys(properties).length === 0) {
		const values = typeof additionalProperties === 'object' ? additionalProperties : {};
		return fc.dictionary(fc.constantFrom('en', 'de', 'page', '__proto__'), fitting(values, 'value', api, pools), {
			maxKeys: 2,
		});
	}
	const fields = Object.entries(properties).map(([name, one]) => [name, fitting(one, name, api, pools)]);
	return fc.record(Object.fromEntries(fields), { requiredKeys: required as never[] });
}

const stranger = fc.oneof(
	fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 2 ** 53, 1e308, [], {}, '', ' ', [[]], ['a'], { length: 1 }),
	fc.constantFrom(...HOSTILE_TEXTS),
	fc.integer({ min: 1, max: 30_000 }).map((length) => 'x'.repeat(length)),
	fc.anything({ maxDepth: 2 }),
);

/** One thing is not as documented: a field is gone, another one is there, or a value is a stranger. */
function nearly(schema: Schema, api: OpenApi, pools: Pools): fc.Arbitrary<unknown> {
	const bare = present(resolved(schema, api));
	const names = Object.keys(bare.properties ?? {});
	if (names.length === 0) return stranger;
	const spoiled = fc.tuple(fitting(bare, 'body', api, pools), fc.constantFrom(...names, 'extra'), fc.nat(2), stranger);
	return spoiled.map(([whole, name, how, value]) => {
		const { [name]: _gone, ...rest } = whole as Record<string, unknown>;
		return how === 0 ? rest : { ...rest, [name]: value };
	});
}

function written(value: unknown): string {
	return JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? String(one) : one)) ?? 'null';
}

function bodyFor({ requestBody }: Endpoint, api: OpenApi, pools: Pools): fc.Arbitrary<string | Uint8Array | null> {
	const schema = requestBody?.content?.['application/json']?.schema;
	const hostile = fc.constantFrom(...HOSTILE_BODIES);
	if (!schema) return fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: hostile });
	return fc.oneof(
		{ weight: 6, arbitrary: fitting(schema, 'body', api, pools).map(written) },
		{ weight: 6, arbitrary: nearly(schema, api, pools).map(written) },
		{ weight: 1, arbitrary: stranger.map(written) },
		{ weight: 2, arbitrary: hostile.map((body) => withField(body, schema)) },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
	);
}

/** A hostile body reaches deepest under a name that the endpoint reads. */
function withField(body: string | Uint8Array, schema: Schema): string | Uint8Array {
	const [name = 'field'] = Object.keys(present(schema).properties ?? {});
	return typeof body === 'string' ? body.replaceAll('FIELD', name) : body;
}

const segment = (name: string, pools: Pools) =>
	fc.oneof(
		{ weight: 8, arbitrary: fc.constantFrom('1', ...pools.ids(name).map(String)) },
		{ weight: 2, arbitrary: fc.constantFrom(...HOSTILE_SEGMENTS) },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map(encoded) },
	);

/** Half a surrogate pair cannot be written in a URL. */
const encoded = (value: string) => encodeURIComponent(value.toWellFormed());

function pathFor({ path }: Endpoint, pools: Pools): fc.Arbitrary<string> {
	const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
	const drawn = fc.tuple(...names.map((name) => segment(name, pools)));
	return drawn.map((values) => path.replaceAll(/\{\w+\}/g, () => values.shift() ?? ''));
}

function queryFor({ parameters = [] }: Endpoint, api: OpenApi, pools: Pools): fc.Arbitrary<string> {
	const pair = ({ name, schema }: Parameter) => {
		const wild = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary', maxLength: 30 }));
		const value = fc.oneof(
			{ weight: 3, arbitrary: fitting(schema, name, api, pools).map(String) },
			{ weight: 2, arbitrary: wild },
		);
		return value.map((one) => `${name}=${encoded(one)}`);
	};
	const known = parameters.filter((one) => one.in === 'query').map(pair);
	const strange = fc.constantFrom('__proto__=1', 'constructor=1', 'limit[]=1', 'limit=1&limit=2', '%E0%A4%A=1', 'x');
	const drawn = fc.array(fc.oneof(strange, ...known, ...known), { maxLength: 3 });
	return drawn.map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''));
}

const TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx', 'a'];
const json = { 'content-type': 'application/json' };

const headers = fc
	.tuple(
		fc.oneof(
			{ weight: 12, arbitrary: fc.constant<Record<string, string>>(json) },
			{
				weight: 1,
				arbitrary: fc.constantFrom(...TYPES).map((type): Record<string, string> => ({ 'content-type': type })),
			},
			{ weight: 1, arbitrary: fc.constant<Record<string, string>>({}) },
		),
		fc.array(fc.constantFrom(...HOSTILE_HEADERS), { maxLength: 2 }),
	)
	.map(([type, more]) => Object.assign({}, type, ...more) as Record<string, string>);

const STRANGE_METHODS = ['HEAD', 'OPTIONS', 'PATCH', 'PUT', 'DELETE', 'POST', 'GET', 'PROPFIND'];

/** One request to this operation, by whoever. */
export function requestTo(endpoint: Endpoint, api: OpenApi, pools: Pools): fc.Arbitrary<FuzzRequest> {
	const own = endpoint.method.toUpperCase();
	return fc
		.record({
			actor: fc.constantFrom(...pools.actors),
			method: fc.oneof(
				{ weight: 19, arbitrary: fc.constant(own) },
				{ weight: 1, arbitrary: fc.constantFrom(...STRANGE_METHODS) },
			),
			path: pathFor(endpoint, pools),
			query: queryFor(endpoint, api, pools),
			headers,
			body: bodyFor(endpoint, api, pools),
		})
		.map(({ query, path, ...rest }) => ({ ...rest, path: path + query }));
}

/** As a client that has read the documentation sends it; the first to be tried. */
export function documentedRequest(endpoint: Endpoint, body: unknown, actor: string, ids: Pools['ids']): FuzzRequest {
	const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(ids(name)[0] ?? 1));
	return {
		actor,
		method: endpoint.method.toUpperCase(),
		path,
		headers: json,
		body: endpoint.requestBody ? written(body) : null,
	};
}
