// Every document is OpenAPI 3.1 by the published schema, and keeps the rules that make one pleasant to use.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type Endpoint, endpointsOf, type OpenApi, type Schema } from '../../server-kit/scripts/document.ts';
import { documents } from './documents.ts';

/** A rule names the places that break it. */
const RULES: Readonly<Record<string, (api: OpenApi) => string[]>> = {
	'operation ids are unique, in camel case': (api) => {
		const ids = endpointsOf(api).map(({ operationId }) => operationId);
		return ids.filter((id, at) => ids.indexOf(id) !== at || !/^[a-z][A-Za-z0-9]*$/.test(id));
	},
	'every operation has a summary of one line without a full stop': (api) =>
		broken(api, ({ summary = '' }) => !summary || summary.endsWith('.') || summary.includes('\n')),
	'every operation has one tag, and the tag is described': (api) => {
		const described = api.tags.filter(({ description }) => description).map(({ name }) => name);
		return broken(api, ({ tags }) => tags.length !== 1 || !tags.every((tag) => described.includes(tag)));
	},
	'every tag is used': (api) => {
		const used = new Set(endpointsOf(api).flatMap(({ tags }) => tags));
		return api.tags.map(({ name }) => name).filter((name) => !used.has(name));
	},
	'every operation says what success and what failure look like': (api) =>
		broken(api, ({ responses }) => {
			const statuses = Object.keys(responses);
			return !statuses.some((status) => status.startsWith('2')) || !statuses.some((status) => status.startsWith('4'));
		}),
	'every answer but an empty one has a schema': (api) =>
		broken(api, ({ responses }) =>
			Object.entries(responses).some(
				([status, { content = {} }]) =>
					status !== '204' && !Object.values(content).some(({ schema }) => Object.keys(schema).length > 0),
			),
		),
	'the parameters of a path are those that it names, required': (api) =>
		broken(api, ({ path, parameters = [] }) => {
			const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
			const declared = parameters.filter((one) => one.in === 'path' && one.required).map(({ name }) => name);
			return named.sort().join() !== declared.sort().join();
		}),
	'every parameter is described and has a type': (api) =>
		broken(api, ({ parameters = [] }) =>
			parameters.some(({ description, schema }) => !(description ?? schema.description) || !hasType(schema)),
		),
	'a body is asked for by no GET, and is JSON': (api) =>
		broken(api, ({ method, requestBody }) => {
			if (!requestBody) return false;
			return method === 'get' || !requestBody.content?.['application/json'];
		}),
	'no path ends in a slash or differs from another in the names of parameters alone': (api) => {
		const paths = Object.keys(api.paths);
		const shapes = paths.map((path) => path.replaceAll(/\{\w+\}/g, '{}'));
		return paths.filter((path, at) => path.endsWith('/') || shapes.indexOf(shapes[at] ?? '') !== at);
	},
	'every named schema is used': (api) => {
		const text = JSON.stringify(api);
		return Object.keys(api.components.schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`));
	},
	'names of fields are in snake case, or all in camel case': (api) => {
		const names = schemasOf(api).flatMap(({ properties = {} }) => Object.keys(properties));
		const styles = [/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, /^[a-z][a-zA-Z0-9]*$/];
		const [fewest = []] = styles
			.map((style) => names.filter((name) => !style.test(name)))
			.toSorted((one, other) => one.length - other.length);
		return fewest;
	},
	'every webhook has a summary, a named body and an answer that takes it': (api) =>
		Object.entries(api.webhooks ?? {})
			.filter(([, { post }]) => {
				const schema = post?.requestBody?.content?.['application/json']?.schema;
				return !post?.summary || post.summary.endsWith('.') || !schema?.$ref || !('2XX' in post.responses);
			})
			.map(([type]) => type),
	'a field that is required is there': (api) =>
		schemasOf(api).flatMap(({ required = [], properties }) =>
			properties ? required.filter((name) => !(name in properties)) : [],
		),
};

function broken(api: OpenApi, isBroken: (endpoint: Endpoint) => boolean): string[] {
	return endpointsOf(api)
		.filter(isBroken)
		.map(({ operationId }) => operationId);
}

function hasType({ type, anyOf, enum: values }: Schema): boolean {
	return Boolean(type ?? anyOf ?? values);
}

/** Every schema, however deep. */
function schemasOf(value: unknown): Schema[] {
	if (typeof value !== 'object' || value === null) return [];
	const inner = Object.values(value).flatMap(schemasOf);
	return 'properties' in value || 'required' in value ? [value as Schema, ...inner] : inner;
}

for (const [face, api] of documents)
	describe(face, () => {
		test('is OpenAPI 3.1', async () => {
			const { valid, errors } = await new Validator().validate(structuredClone(api) as never);
			assert.ok(valid, JSON.stringify(errors));
		});
		for (const [rule, places] of Object.entries(RULES)) test(rule, () => assert.deepEqual(places(api), []));
	});

/** One endpoint that breaks every rule it can. */
const planted: OpenApi = {
	info: { title: 'a', version: '1' },
	tags: [{ name: 'unused', description: 'a' }],
	paths: {
		'/a/{id}/': {
			get: { operationId: 'Bad_id', summary: 'A.', tags: ['a', 'b'], responses: {}, requestBody: {}, parameters: [] },
			post: {
				operationId: 'post',
				summary: 'a',
				tags: [],
				parameters: [{ name: 'x', in: 'query', schema: {} }],
				responses: { 200: { description: 'a', content: { 'application/json': { schema: {} } } } },
			},
		},
	},
	webhooks: { 'a.b': { post: { operationId: 'onAB', summary: 'A.', responses: {} } } },
	components: { schemas: { Lonely: { properties: { camelCase: {}, snake_case: {} }, required: ['gone'] } } },
};

for (const [rule, places] of Object.entries(RULES))
	test(`a document that breaks it is found: ${rule}`, () => assert.notDeepEqual(places(planted), []));
