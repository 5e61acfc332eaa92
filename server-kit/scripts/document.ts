// An OpenAPI document as the reference reads it: operations with their resource, schemas with their names.

export interface Schema {
	$ref?: string;
	type?: string | string[];
	description?: string;
	example?: unknown;
	default?: unknown;
	const?: unknown;
	enum?: unknown[];
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	additionalProperties?: Schema | boolean;
	anyOf?: Schema[];
	oneOf?: Schema[];
	allOf?: Schema[];
	minimum?: number;
	maximum?: number;
	minLength?: number;
	maxLength?: number;
	minItems?: number;
	maxItems?: number;
}

export interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
	required?: boolean;
	description?: string;
	schema: Schema;
}

interface Content {
	content?: Record<string, { schema: Schema }>;
}

export interface Operation {
	operationId: string;
	summary: string;
	description?: string;
	tags: string[];
	/** Empty where nobody need sign in. */
	security?: object[];
	parameters?: Parameter[];
	requestBody?: Content;
	responses: Record<string, Content & { description: string; headers?: Record<string, Schema> }>;
}

export interface OpenApi {
	info: { title: string; version: string };
	tags: { name: string; description: string }[];
	paths: Record<string, Record<string, Operation>>;
	/** What is sent to others, by its type. */
	webhooks?: Record<string, Record<string, Webhook>>;
	components: { schemas: Record<string, Schema> };
}

/** The operation of a receiver. */
export type Webhook = Omit<Operation, 'tags'>;

/** An operation and where it answers. */
export interface Endpoint extends Operation {
	path: string;
	method: string;
}

export function endpointsOf({ paths }: OpenApi): Endpoint[] {
	return Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
	);
}

/** Null where the schema has no name of its own. */
export function nameOf({ $ref }: Schema): string | null {
	return $ref?.split('/').at(-1) ?? null;
}

export function resolved(schema: Schema, api: OpenApi): Schema {
	const name = nameOf(schema);
	return name === null ? schema : (api.components.schemas[name] ?? schema);
}

/** The schema without `null` beside it. */
export function present(schema: Schema): Schema {
	const choices = schema.anyOf ?? schema.oneOf ?? [];
	const [only, ...others] = choices.filter(({ type }) => type !== 'null');
	return only && others.length === 0 ? { ...schema, anyOf: undefined, oneOf: undefined, ...only } : schema;
}

/** The codes that a description lists, each before its sentence. */
export function codesIn(description: string): string[] {
	return [...description.matchAll(/`([a-z_]+)`: /g)].map(([, code]) => code as string);
}
