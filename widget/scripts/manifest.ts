// The surface as a Custom Elements Manifest: what editors and documentation tools read.

import type { ClassMethod, CustomElementField, Package } from 'custom-elements-manifest/schema.d.ts';
import type { Method, Property } from './element.ts';
import type { Surface } from './surface.ts';

const file = 'dist/npm/element.js';
const elementClass = 'DeskBell';

export function manifestOf(surface: Surface): Package {
	return {
		schemaVersion: '2.1.0',
		modules: [
			{
				kind: 'javascript-module',
				path: file,
				declarations: [
					{
						kind: 'class',
						customElement: true,
						name: elementClass,
						tagName: 'desk-bell',
						description: 'A support desk: AI answers with sources, feedback, and the way to a person.',
						superclass: { name: 'LitElement', package: 'lit' },
						attributes: surface.properties.filter(({ attribute }) => attribute).map(attributeFrom),
						members: [...surface.properties.map(fieldFrom), ...surface.methods.map(methodFrom)],
						events: surface.events
							.filter(({ name }) => name !== 'deskbell:warning')
							.map(({ detail, ...event }) => ({ ...event, type: { text: `CustomEvent<${detail}>` } })),
						slots: [...surface.slots],
						cssParts: [...surface.parts],
						cssProperties: [...surface.tokens],
					},
				],
				exports: [{ kind: 'js', name: elementClass, declaration: { name: elementClass, module: file } }],
			},
			{
				kind: 'javascript-module',
				path: 'dist/npm/define.js',
				exports: [
					{ kind: 'custom-element-definition', name: 'desk-bell', declaration: { name: elementClass, module: file } },
				],
			},
		],
	};
}

function attributeFrom({ attribute, type, description, name, ...property }: Property) {
	return {
		name: attribute ?? name,
		type: { text: type },
		default: property.default,
		description,
		fieldName: name,
	};
}

function fieldFrom({ name, type, description, attribute, reflects, ...property }: Property): CustomElementField {
	return {
		kind: 'field',
		name,
		type: { text: type },
		default: property.default,
		description,
		...(attribute ? { attribute, reflects } : {}),
	};
}

function methodFrom({ name, description, parameters, returns }: Method): ClassMethod {
	return {
		kind: 'method',
		name,
		description,
		parameters: parameters.map((parameter) => ({ name: parameter.name, type: { text: parameter.type } })),
		return: { type: { text: returns } },
	};
}
