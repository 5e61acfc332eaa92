// Fields as rows of a table: their names with dots, their types in words, what they mean and how long they may be.

import { nameOf, type OpenApi, present, type Schema } from './document.ts';

interface Row {
	field: string;
	schema: Schema;
	required: boolean;
}

/** One row per field; an object without a name of its own is opened in place. */
function rowsOf(schema: Schema, prefix = ''): Row[] {
	const { properties = {}, required = [] } = schema;
	return Object.entries(properties).flatMap(([name, property]) => {
		const field = `${prefix}${name}`;
		return [{ field, schema: property, required: required.includes(name) }, ...insideOf(property, field)];
	});
}

function insideOf(property: Schema, field: string): Row[] {
	const schema = present(property);
	if (schema.$ref) return [];
	if (schema.properties) return rowsOf(schema, `${field}.`);
	if (schema.items && !schema.items.$ref) return rowsOf(present(schema.items), `${field}[].`);
	const values = schema.additionalProperties;
	return typeof values === 'object' && !values.$ref ? rowsOf(present(values), `${field}.*.`) : [];
}

export function fieldTable(schema: Schema, api: OpenApi): string {
	const rows = rowsOf(schema).map(({ field, schema: property, required }) => [
		`\`${field}\``,
		typeOf(property),
		required ? 'yes' : '',
		meaningOf(property, api),
	]);
	return rows.length > 0 ? table(['field', 'type', 'always', 'meaning'], rows) : '';
}

export function meaningOf(property: Schema, api: OpenApi): string {
	const bare = present(property);
	const named = api.components.schemas[nameOf(bare) ?? ''];
	const description = property.description ?? bare.description ?? named?.description ?? '';
	return [description, boundsOf(bare)].filter(Boolean).join('; ');
}

const LARGEST = Number.MAX_SAFE_INTEGER;

function boundsOf({ maxLength, minLength, minimum, maximum, minItems, maxItems, default: usual }: Schema): string {
	const bounds = [
		minLength && `at least ${minLength} characters`,
		maxLength && `at most ${maxLength} characters`,
		minimum !== undefined && minimum > -LARGEST && `from ${minimum}`,
		maximum !== undefined && maximum < LARGEST && `up to ${maximum}`,
		minItems && `at least ${minItems}`,
		maxItems && `at most ${maxItems}`,
		usual !== undefined && typeof usual !== 'object' && `else \`${usual}\``,
	];
	return bounds.filter(Boolean).join(', ');
}

/** In words, with `or null`; a schema with a name leads to it. */
export function typeOf(schema: Schema): string {
	const name = nameOf(schema);
	if (name) return `[${name}](#${name.toLowerCase()})`;
	if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
	if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
	const choices = schema.anyOf ?? schema.oneOf;
	if (choices) return [...new Set(choices.map(typeOf))].join(' or ');
	if (Array.isArray(schema.type)) return schema.type.join(' or ');
	if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
	return schema.type ?? 'any';
}

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
