// The whole surface of <desk-bell> as one value; the manifest and the page are two ways to write it down.

import { describe, parts as describedParts, tokens as describedTokens } from './descriptions.ts';
import {
	detailTypesOf,
	type Event,
	eventsOf,
	globalMethodsOf,
	type Method,
	methodsOf,
	type Property,
	propertiesOf,
	slotsOf,
} from './element.ts';
import { openProgram } from './program.ts';
import { partsIn, tokensIn } from './templates.ts';

export interface Named {
	readonly name: string;
	readonly description: string;
}

export interface Surface {
	readonly properties: readonly Property[];
	readonly methods: readonly Method[];
	/** Of `window.deskbell`, beside the element's own. */
	readonly globalMethods: readonly Method[];
	readonly events: readonly Event[];
	readonly slots: readonly Named[];
	readonly parts: readonly Named[];
	readonly tokens: readonly (Named & { readonly default: string })[];
	/** Source text by name. */
	readonly types: ReadonlyMap<string, string>;
}

export function readSurface(program = openProgram()): Surface {
	const tokens = tokensIn(program);
	const fallbacks = new Map(tokens.map((token) => [token.name, token.default]));
	const names = tokens.map(({ name }) => name);
	return {
		properties: propertiesOf(program),
		methods: methodsOf(program),
		globalMethods: globalMethodsOf(program),
		events: eventsOf(program),
		slots: slotsOf(program),
		parts: describe('parts', partsIn(program), describedParts),
		tokens: describe('tokens', names, describedTokens).map((token) => ({
			...token,
			default: fallbacks.get(token.name) ?? '',
		})),
		types: detailTypesOf(program),
	};
}
