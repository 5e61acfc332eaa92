// Takes out of Lit what no page of ours meets: every byte of it is on the way to the first view.

import { readFileSync } from 'node:fs';

/** Hooks for polyfills and server rendering, and the list of versions on the page. */
const support = [
	[/\w+\.\w+(Polyfill|Hydrate)Support\b/g, 'undefined'],
	[/\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g, '0'],
];

/** What Lit does for browsers and tools that no page of ours meets, and for what no template and property of ours has. */
const unneeded = {
	// Whoever knows the colours of tokens.ts adopts style sheets; what is put into ours are pieces of our own.
	'reactive-element/css-tag.js': [
		[
			/const t=globalThis[\s\S]*(?=export)/,
			`class n{constructor(t){this.cssText=t}get styleSheet(){return this.o??=e(this.cssText)}}
			const e=t=>{const s=new CSSStyleSheet;s.replaceSync(t);return s},
			i=(t,...e)=>new n(e.reduce((e,s,o)=>e+s.cssText+t[o+1],t[0])),
			S=(s,o)=>{s.adoptedStyleSheets=o.map(t=>t.styleSheet)};`,
		],
		[/,c as getCompatibleStyle.*\}/, '}'],
	],
	'reactive-element/reactive-element.js': [
		...support,
		[/import\{getCompatibleStyle as t,(.*),supportsAdoptingStyleSheets,unsafeCSS\}/, 'import{$1}'],
		[/,t as getCompatibleStyle/, ''],
		[/export\{y as ReactiveElement.*\}/, 'export{y as ReactiveElement}'],
		// What one reads of a property that was there before the class: no page's is.
		[/&&\(\(s=Object\.create\(s\)\)\.wrapped=!0\)/, ''],
		[/const t=this\.constructor\.elementProperties;if\(t\.size>0\).*?,i,e\)\}(?=\}let)/, ''],
		[/wrapped:h\},r\)\{/, '}){'],
		[
			/,e=!1,h\)\{if\(void 0!==t\)\{const r=this\.constructor;if\(!1===e&&\(h=this\[t\]\),/,
			'){if(t!=null){const h=this[t],r=this.constructor;if(',
		],
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
		// What a class may put in the place of Lit's own way.
		[/if\(s\.state&&\(s\.attribute=!1\),/, 'if('],
		[/,!s\.noAccessor\)\{(.*?);void 0!==h&&(e\(.*?\))\}/, ',true){$1;$2}'],
		[
			/const\{get:e,set:r\}=h\(this\.prototype,t\).*?return\{get:e,set\(s\)\{.*?,this\.requestUpdate/,
			'return{get(){return this[s]},set(n){const h=this[s];this[s]=n,this.requestUpdate',
		],
		[/static finalizeStyles\(s\)\{.*?return i\}/, 'static finalizeStyles(s){return s??[]}'],
		[/\[\.\.\.r\(t\),\.\.\.o\(t\)\]/, 'r(t)'],
		[/const t=this\.scheduleUpdate\(\);return null!=t&&await t,/, 'this.performUpdate();return '],
		[/scheduleUpdate\(\)\{.*?\}/, ''],
		[/t=this\.shouldUpdate\(s\),t\?\((.*?)\):this\._\$EM\(\)\}catch/, 't=true,$1}catch'],
		[/shouldUpdate\(t\)\{.*?\}/, ''],
		[/this\.hasUpdated\|\|\((this\.hasUpdated=!0),this\.firstUpdated\(t\)\),/, '$1,'],
		[/firstUpdated\(t\)\{\}/, ''],
		[/b=\{attribute:.*?\}/, 'b={}'],
		[/\(i\.hasChanged\?\?f\)/, 'f'],
		[/return this\.getUpdateComplete\(\)\}getUpdateComplete\(\)\{/, ''],
		[/this\.hasUpdated\|\|i\|\|/, 'this.hasUpdated||'],
	],
	'lit-html/lit-html.js': [
		...support,
		// Templates of SVG and of MathML.
		[/=2===i\?"<svg>":3===i\?"<math>":""/, '=""'],
		[/\+\(2===i\?"<\/svg>":3===i\?"<\/math>":""\)/, ''],
		[/,2===i\|\|3===i\)\{.*?\}(?=for)/, ');'],
		// Values within a textarea and within a comment, and comments themselves.
		[/"!--"===u\[1\]\?c=_:void 0!==u\[1\]\?c=m:/, ''],
		[/y\.test\(u\[2\]\)&&\(n=RegExp\("<\/"\+u\[2\],"g"\)\),/, ''],
		[/c===_\|\|c===m\?c=v:/, ''],
		[/c=n\?\?v,/, 'c=v,'],
		[/\(c=p,n=void 0\)/, 'c=p'],
		[/if\(y\.test\(r\.tagName\)\)\{.*?c\(\)\)\}\}/, ''],
		[/if\(r\.data===n\)(.*?);else\{.*?o\.length-1\}/, 'r.data===n&&$1;'],
		// Directives that hear whether they are on the page.
		[/h\?\._\$AO\?\.\(!1\),/, ''],
		[/this\._\$AN=void 0,/g, ''],
		[/,this\._\$Cv=e\?\.isConnected\?\?!0/, ''],
		[/get _\$AU\(\)\{return this\._\$AM\?\._\$AU\?\?this\._\$Cv\}/, ''],
		[/get _\$AU\(\)\{return this\._\$AM\._\$AU\}/g, ''],
		[/for\(this\._\$AP\?\.\(!1,!0,s\);/, 'for(;'],
		[/setConnected\(t\)\{.*?\}(?=\}class)/, ''],
		// What no part of ours asks of another.
		[/get tagName\(\)\{return this\.element\.tagName\}/, ''],
		[/get startNode\(\)\{.*?\}get endNode\(\)\{.*?\}/, ''],
		[/get parentNode\(\)\{return this\._\$AM\.parentNode\}/, ''],
		// Lists are arrays, and who hears an event is a function without options.
		[/\|\|"function"==typeof t\?\.\[Symbol\.iterator\]/, ''],
		[/\|\|t\.capture!==s\.capture\|\|t\.once!==s\.once\|\|t\.passive!==s\.passive/, ''],
		[/"function"==typeof this\._\$AH\?this\._\$AH\.call\(.*?\):this\._\$AH\.handleEvent\(t\)/, 'this._$$AH(t)'],
		// Templates that a compiler has prepared.
		[/"number"==typeof s\?(this\._\$AC\(t\)):\(.*?,s\)(?=;)/, '$1'],
	],
	'lit-element/lit-element.js': [
		...support,
		[/i\._\$litElement\$=!0,/, ''],
		[/,this\._\$Do=void 0/, ''],
		[/this\.hasUpdated\|\|\(this\.renderOptions\.isConnected=this\.isConnected\),/, ''],
		[/this\._\$Do=(?=e\()/, ''],
		[/connectedCallback\(\)\{super\..*?\}disconnectedCallback\(\)\{super\..*?\}(?=render)/, ''],
	],
	'lit-html/directive.js': [[/get _\$AU\(\)\{return this\._\$AM\._\$AU\}/, '']],
};

const files = Object.keys(unneeded).sort();

/** What Lit calls its own things, and what only a class made of ours would ask for: no page does. */
const inner =
	/_\$\w+\b\$?|\b(?:element(?:Properties|Styles)|finalizeStyles|(?:get|create)Property\w*|isUpdatePending|enableUpdating|(?:perform|schedule|should)Update|getUpdateComplete|firstUpdated|shadowRootOptions|renderOptions|hasChanged|useDefault|noAccessor|(?:from|to)Attribute|creationScope|(?:start|end)Node)\b/g;

/** The same letters in every file, whichever is read first. */
function shortNames() {
	const texts = files.map((file) => readFileSync(`node_modules/${file.replace(/^(?=reactive)/, '@lit/')}`, 'utf8'));
	const names = [...new Set(texts.flatMap((text) => text.match(inner) ?? []))].sort();
	return (name) => `$${names.indexOf(name).toString(36)}`;
}

/** Takes out of Lit what nobody needs, and stops where that is no longer found. */
export function leanLit() {
	const short = shortNames();
	return {
		name: 'lean-lit',
		transform(code, id) {
			const ours = files.find((file) => id.endsWith(`/${file}`));
			if (!ours) return null;
			const cuts = unneeded[ours];
			const missing = cuts.find(([pattern]) => code.search(pattern) < 0);
			if (missing) this.error(`${id} has changed: nothing in it is ${missing[0]}`);
			const lean = cuts.reduce((text, [pattern, instead]) => text.replace(pattern, instead), code);
			return { code: lean.replace(inner, short), map: null };
		},
	};
}
