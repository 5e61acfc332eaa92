// The surface as a page to read: docs/widget-reference.md.

import type { Method } from './element.ts';
import type { Surface } from './surface.ts';

type Row = readonly string[];

export function pageOf(surface: Surface): string {
	return `${[
		'# Reference of `<desk-bell>`',
		'<!-- Written by `npm run reference` from widget/src. Change it there. -->',
		'How to use it: [widget.md](widget.md). The same for editors: `custom-elements.json` in the package.',
		...attributesIn(surface),
		...propertiesIn(surface),
		...methodsIn(surface),
		...eventsIn(surface),
		'## Slots',
		table(['slot', ''], surface.slots.map(named)),
		...partsIn(surface),
		...tokensIn(surface),
	].join('\n\n')}\n`;
}

function attributesIn({ properties }: Surface): string[] {
	const rows = properties.flatMap(({ attribute, type, description, ...property }) =>
		attribute ? [[code(attribute), code(type), said(property.default), description]] : [],
	);
	return [
		'## Attributes',
		'On the script tag each is `data-` and its name: `data-mode="panel"`. On the element, it can be changed at any time.',
		table(['attribute', 'values', 'default', ''], rows),
	];
}

function propertiesIn({ properties }: Surface): string[] {
	const only = properties.filter(({ attribute }) => !attribute);
	const both = properties.filter(({ attribute, name }) => attribute && attribute !== name.toLowerCase());
	const renamed = both.map(({ name, attribute }) => `${code(name)} is ${code(attribute ?? '')}`).join(', ');
	return [
		'## Properties',
		`Every attribute is a property as well; ${renamed}. These are properties alone, to be set on the element or with \`deskbell.configure({ … })\`:`,
		table(
			['property', 'type', 'default', ''],
			only.map(({ name, type, description, ...property }) => [
				code(name),
				code(type),
				said(property.default),
				description,
			]),
		),
	];
}

function methodsIn({ methods, globalMethods }: Surface): string[] {
	return [
		'## Methods',
		'Of the element, and of `window.deskbell`, where they wait for the element to be there. Each returns a promise.',
		table(['method', ''], methods.map(called)),
		"`window.deskbell` has four more. Before the script has loaded, make it an array yourself: `(window.deskbell ||= []).push(['ask', 'How do I …?'])`.",
		table(['method', ''], globalMethods.map(called)),
	];
}

function eventsIn({ events, types }: Surface): string[] {
	return [
		'## Events',
		'At the element; they bubble and leave shadow trees. `deskbell:warning` alone is at the document. `deskbell:before-send` alone can be cancelled.',
		table(
			['event', '`detail`', ''],
			events.map(({ name, detail, description }) => [code(name), code(detail), description]),
		),
		'The types that these name:',
		['```ts', ...types.values(), '```'].join('\n'),
	];
}

function partsIn({ parts }: Surface): string[] {
	return [
		'## Parts',
		'For `desk-bell::part(…)`, where a token is not enough. [Theming](theming.md) says when.',
		table(['part', ''], parts.map(named)),
	];
}

function tokensIn({ tokens }: Surface): string[] {
	return [
		'## Tokens',
		'CSS custom properties, set on the element or anything around it.',
		table(
			['token', 'default', ''],
			tokens.map(({ name, description, ...token }) => [code(name), code(token.default), description]),
		),
	];
}

function table(heads: Row, rows: readonly Row[]): string {
	const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}

function named({ name, description }: { name: string; description: string }): Row {
	return [code(name), description];
}

function called({ name, parameters, description }: Method): Row {
	return [
		code(`${name}(${parameters.map((parameter) => `${parameter.name}: ${parameter.type}`).join(', ')})`),
		description,
	];
}

function code(text: string): string {
	return `\`${text}\``;
}

/** A default that is a sentence is no code. */
function said(value: string): string {
	return value.includes(' ') ? value : code(value);
}
