// Takes out of Lit what no page of ours meets: every byte of it is on the way to the first view.

/** Hooks for polyfills and server rendering, and the list of versions on the page. */
const support = [
	[/\w+\.\w+(Polyfill|Hydrate)Support\b/g, 'undefined'],
	[/\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g, '0'],
];

/** What Lit does for browsers and tools that no page of ours meets, and for what no template and property of ours has. */
const unneeded = {
	// Whoever knows the colours of tokens.ts adopts style sheets.
	'reactive-element/css-tag.js': [
		[/\w+\.ShadowRoot&&.*?CSSStyleSheet\.prototype/, 'true'],
		[/throw Error\((?:[^"()]|"[^"]*")+\)/g, 'throw Error("css")'],
	],
	'reactive-element/reactive-element.js': [
		...support,
		// Attributes hold text or are there.
		[/\bcase Number:.*?(?=case Object)/, ''],
		[/case Object:case Array:(?:t=|try).*?(?=\}return)/g, ''],
		[/void 0!==(\w)\.converter\?\.toAttribute\?\1\.converter:/, ''],
		[/"function"==typeof (\w)\.converter\?.*?:(?=\w;)/, ''],
		// A default that an attribute falls back to.
		[/\|\|i\.useDefault.*?\(t,i\)\)(?=\)\))/, ''],
		[/i&&!\(this\._\$Ej.*?\|\|(?=\(this\._\$AL\.has)/, ''],
		[/=r\?\?this\._\$Ej\?\.get\(e\)\?\?r/, '=r'],
		// Decorators.
		[/Symbol\.metadata\?\?=.*?new WeakMap;/, ''],
		[/const t=this\[Symbol\.metadata\];if.*?(?=this\._\$Eh=)/, ''],
		[/static addInitializer\(.*?\)\}/, ''],
		[/,void 0!==t\.l&&\(this\.l=\[\.\.\.t\.l\]\)/, ''],
		[/,this\.constructor\.l\?\.forEach\(t=>t\(this\)\)/, ''],
		[/removeController\(t\)\{.*?\}/, ''],
	],
	'lit-html/lit-html.js': [
		...support,
		// Templates of SVG and of MathML.
		[/=2===i\?"<svg>":3===i\?"<math>":""/, '=""'],
		[/\+\(2===i\?"<\/svg>":3===i\?"<\/math>":""\)/, ''],
		[/,2===i\|\|3===i\)\{.*?\}(?=for)/, ');'],
		// Values within a textarea and within a comment.
		[/if\(y\.test\(r\.tagName\)\)\{.*?c\(\)\)\}\}/, ''],
		[/if\(r\.data===n\)(.*?);else\{.*?o\.length-1\}/, 'r.data===n&&$1;'],
		// Templates that a compiler has prepared.
		[/"number"==typeof s\?(this\._\$AC\(t\)):\(.*?,s\)(?=;)/, '$1'],
	],
	'lit-element/lit-element.js': support,
};

/** Takes out of Lit what nobody needs, and stops where that is no longer found. */
export function leanLit() {
	return {
		name: 'lean-lit',
		transform(code, id) {
			const cuts = Object.entries(unneeded).find(([file]) => id.endsWith(`/${file}`))?.[1] ?? [];
			const missing = cuts.find(([pattern]) => code.search(pattern) < 0);
			if (missing) this.error(`${id} has changed: nothing in it is ${missing[0]}`);
			return { code: cuts.reduce((text, [pattern, instead]) => text.replace(pattern, instead), code), map: null };
		},
	};
}
