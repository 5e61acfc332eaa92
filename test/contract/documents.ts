// The OpenAPI documents as the routes write them, and their schemas made into checks.

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApi, Schema } from '../../server-kit/scripts/document.ts';
import { openApiFiles } from '../../server-kit/src/cli/openapi.ts';

const files = Object.entries(await openApiFiles());

/** By the name of their face. */
export const documents: ReadonlyMap<string, OpenApi> = new Map(
	files.map(([name, text]) => [name.replace('.json', ''), JSON.parse(text) as OpenApi]),
);

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
for (const [face, api] of documents) ajv.addSchema({ $id: face, ...api });

const known = new WeakMap<Schema, ValidateFunction>();

/** The check of a schema that stands in the document of this face. */
export function compiled(face: string, schema: Schema): ValidateFunction {
	const check = known.get(schema) ?? ajv.compile(within(face, schema) as object);
	known.set(schema, check);
	return check;
}

/** References lead into the document, wherever the schema is lifted to. */
function within(face: string, value: unknown): unknown {
	if (Array.isArray(value)) return value.map((one) => within(face, one));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, one]) => [
		key,
		key === '$ref' && typeof one === 'string' ? face + one : within(face, one),
	]);
	return Object.fromEntries(entries);
}
