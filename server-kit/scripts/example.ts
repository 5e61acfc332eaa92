// A request that would be taken, from what its schema says: what a reader pastes first.

import { type Endpoint, type OpenApi, present, resolved, type Schema } from './document.ts';

/** Required fields, and those whose schema brings an example. */
export function exampleOf(given: Schema, api: OpenApi, name = 'text'): unknown {
	const schema = present(resolved(present(given), api));
	if (schema.example !== undefined) return schema.example;
	if (schema.const !== undefined) return schema.const;
	if (schema.enum) return schema.enum[0];
	const [choice] = schema.anyOf ?? schema.oneOf ?? [];
	if (choice) return exampleOf(choice, api, name);
	switch (schema.type) {
		case 'object':
			return objectExample(schema, api);
		case 'array':
			return [exampleOf(schema.items ?? {}, api, name)];
		case 'integer':
		case 'number':
			return schema.default ?? Math.max(schema.minimum ?? 1, 1);
		case 'boolean':
			return schema.default ?? true;
		default:
			return schema.default ?? name;
	}
}

function objectExample({ properties = {}, required = [] }: Schema, api: OpenApi): Record<string, unknown> {
	const shown = Object.entries(properties).filter(
		([name, property]) => required.includes(name) || present(property).example !== undefined,
	);
	return Object.fromEntries(shown.map(([name, property]) => [name, exampleOf(property, api, name)]));
}

/** A line for a shell, with the base URL and the token as variables. */
export function curlOf({ path, method, parameters = [], requestBody, security }: Endpoint, api: OpenApi): string {
	const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
		const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
		return encodeURIComponent(String(parameter ? exampleOf(parameter.schema, api, name) : name));
	});
	const body = requestBody?.content?.['application/json']?.schema;
	const lines = [
		`curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"$DESK${filled}"`,
		...(security?.length === 0 ? [] : [`-H "Authorization: Bearer $TOKEN"`]),
		...(body ? [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(exampleOf(body, api)))}`] : []),
	];
	return lines.join(' \\\n  ');
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
