// What the stations of the widget call each other's things: two letters each, since nobody but they ask for them. And
// numbers for what happens at the desk; what the server says keeps its name.

import { globSync, readFileSync } from 'node:fs';
import { spliced, visit } from './syntax.mjs';

/** Where the stations say what they have for one another. */
const stations = 'widget/src/{*,markdown/*,parts/*,views/*}.ts';

/** Whose names are not ours to choose: browsers, Lit, the server, the page and what it keeps, and who imports a module. */
const others = [
	'node_modules/typescript/lib/lib.{dom,es}*.d.ts',
	'node_modules/{lit,lit-html,lit-element,@lit/reactive-element}/**/*.d.ts',
	'server-kit/src/protocol/*.ts',
	'widget/src/{element,events,surface,settings,global,launch,session,words/*}.ts',
];

const read = (pattern) =>
	globSync(pattern).map((file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));
const found = (texts, pattern) => texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name));

/** Each once: whatever is said most often gets the shortest name. */
export function oftenFirst(words) {
	const times = new Map();
	for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
	return [...times.keys()].sort((a, b) => times.get(b) - times.get(a) || (a < b ? -1 : 1));
}

function ownNames() {
	const sources = read('widget/src/**/*.ts');
	// What a page hears of a problem stands in view.ts as well.
	const problem = /interface Problem \{[^}]*\}/.exec(sources.join('\n'))[0];
	const taken = new Set([
		...found([...read(others), problem], /(\w+)\??\s*[:(<]/g),
		// By a text, and of a module that is fetched, a thing is asked for by its name.
		...found(sources, /'(\w+)'/g),
		...found(sources, /export (?:async )?(?:const|function\*?|class) (\w+)/g),
	]);
	const names = new Set(found(read(stations), /^\t(?:readonly )?(\w{4,})\??[:(]/gm).filter((name) => !taken.has(name)));
	const words = found(sources, /(\w{4,})/g);
	return oftenFirst(words.filter((word) => names.has(word)));
}

/** What may happen at the desk and in its conversations, as view.ts lists it. */
function ownTypes() {
	const [view] = read('widget/src/view.ts');
	const protocol = read('server-kit/src/protocol/*.ts');
	const ours = found([view], /type: '([\w-]+)'/g);
	const isShared = (type) => protocol.some((text) => text.includes(`'${type}'`));
	const shared = ours.find((type) => type.includes('-') && isShared(type));
	if (shared) throw new Error(`the server, too, says ${shared}`);
	const said = read('widget/src/**/*.ts').join('\n');
	const times = (text) => said.split(text).length - 1;
	// A single word may be said by others, and of other things: then it stays.
	const isType = (word) => times(`'${word}'`) === times(`type: '${word}'`) + times(`case '${word}'`);
	return oftenFirst(ours.filter((type) => type.includes('-') || (!isShared(type) && isType(type))));
}

/** Renames properties, wherever one is made, read, or taken out of its object, and types of parts. */
export function shortNames() {
	const names = ownNames();
	const types = ownTypes();
	const short = (node) =>
		node?.type === 'Identifier' && names.includes(node.name) && `_${names.indexOf(node.name).toString(36)}`;
	return {
		name: 'short-names',
		transform(code, id) {
			if (!id.includes('/widget/src/')) return null;
			const cuts = [];
			visit(this.parse(code), (node) => {
				const { type, computed, shorthand } = node;
				if (type === 'Literal' && types.includes(node.value)) {
					cuts.push([node.start, node.end, String(types.indexOf(node.value))]);
				}
				const name =
					type === 'MemberExpression' ? node.property : /^(Property|MethodDefinition)$/.test(type) && node.key;
				const shorter = !computed && short(name);
				if (shorter) cuts.push(shorthand ? [name.start, name.start, `${shorter}:`] : [name.start, name.end, shorter]);
			});
			return { code: spliced(code, cuts), map: null };
		},
	};
}
