// Takes out of Lit what no page of ours meets: every byte of it is on the way to the first view.

import { readFileSync } from 'node:fs';
import { oftenFirst } from './short-names.mjs';

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
		// Of classes there is one, which has its properties and sheets for itself.
		[/,getPrototypeOf:n/, ''],
		[/static _\$Ei\(\)\{.*?new Map\(t\.elementProperties\)\}/, ''],
		[
			/if\(this\.hasOwnProperty\(d\("finalized"\)\)\)return;.*?this\.createProperty\(i,t\[i\]\)\}/,
			'this.elementProperties=new Map;const t=this.properties;for(const i of r(t))this.createProperty(i,t[i]);',
		],
		[/this\._\$Ei\(\),(?!\(this\.l)/, ''],
		[/this\._\$Eh&&(?=\[)/, ''],
		[/y\.elementStyles=\[\],.*?y\[d\("finalized"\)\]=new Map,/, ''],
		[/this\.constructor\.shadowRootOptions/, '{mode:"open"}'],
		[/"string"==typeof t\?t\.toLowerCase\(\):void 0/, 't.toLowerCase()'],
		[/willUpdate\(t\)\{\}/, ''],
		[/updated\(t\)\{\}/, ''],
		// No attribute of ours is a script, no markup has drawn a shadow tree before us, and nobody else asks for an update.
		[/c=a\.trustedTypes,l=c\?c\.emptyScript:"",/, 'l="",'],
		[/this\.shadowRoot\?\?(?=this\.attachShadow)/, ''],
		[/if\(!this\.isUpdatePending\)return;/, ''],
		[/enableUpdating\(t\)\{\}/, ''],
		[/export\{y as ReactiveElement.*\}/, 'export{y as ReactiveElement}'],
		// What one reads of a property that was there before the class: no page's is.
		[/this\.prototype\.hasOwnProperty\(t\)&&\(\(s=Object\.create\(s\)\)\.wrapped=!0\),/, ''],
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
		// Each property says what it is, and an attribute that is shown has a name.
		[/\(t,s=b\)/, '(t,s)'],
		[/static getPropertyOptions\(t\)\{.*?\}/, ''],
		[/,r=this\.constructor;if\(i\?\?=r\.getPropertyOptions\(t\),/, ';if('],
		[/if\(void 0!==e&&!0===i\.reflect\)/, ''],
		[/=\(u\)\.toAttribute\(s,i\.type\)/, '=i.type?s?"":null:s'],
		[/void 0!==e&&(?=this\._\$Em!==e)/, ''],
		[
			/i\.getPropertyOptions\(e\),h=u;(.*?)const r=h\.fromAttribute\(s,t\.type\);this\[e\]=r\b/,
			'i.elementProperties.get(e);$1this[e]=t.type?null!==s:s',
		],
		[/const i=s\.attribute;return!1===i\?.*?:(?=t\.toLowerCase)/, 'return s.attribute??'],
		[/void 0!==i&&(?=this\._\$Eh\.set)/, 'i&&'],
		[/!0===e&&(?=this\._\$Em!==t)/, 'e&&'],
		// What is not there yet is as good as false.
		[/(super\(\),)this\._\$Ep=.*?this\._\$Em=null,/, '$1'],
		[/!1===this\.isUpdatePending&&/, 'this.isUpdatePending||'],
		[/t\.size>0&&\((this\._\$Ep=t)\)/, '$1'],
		// Nobody lists them, and nothing is drawn before the element stands in a page.
		[/,configurable:!0,enumerable:!0/, ''],
		[/if\(this\.renderRoot\?\?=this\.createRenderRoot\(\),(?=this\._\$Ep\))/, 'if('],
		// Decorators.
		[/Symbol\.metadata\?\?=.*?new WeakMap;/, ''],
		[/const t=this\[Symbol\.metadata\];if.*?(?=this\._\$Eh=)/, ''],
		[/static addInitializer\(.*?\)\}/, ''],
		[/,this\.constructor\.l\?\.forEach\(t=>t\(this\)\)/, ''],
		[/removeController\(t\)\{.*?\}/, ''],
		// What a class may put in the place of Lit's own way.
		[/if\(s\.state&&\(s\.attribute=!1\),/, 'if('],
		[/,!s\.noAccessor\)\{(.*?);void 0!==h&&(e\(.*?\))\}/, ',true){$1;$2}'],
		[
			/const\{get:e,set:r\}=h\(this\.prototype,t\).*?return\{get:e,set\(s\)\{.*?,this\.requestUpdate/,
			'return{get(){return this[s]},set(n){const h=this[s];this[s]=n,this.requestUpdate',
		],
		[/static finalizeStyles\(s\)\{.*?return i\}/, ''],
		[/this\.finalizeStyles\(this\.styles\)/, 'this.styles'],
		[/const t=this\.scheduleUpdate\(\);return null!=t&&await t,/, 'this.performUpdate();return '],
		[/scheduleUpdate\(\)\{.*?\}/, ''],
		[/t=this\.shouldUpdate\(s\),t\?\((.*?)\):this\._\$EM\(\)\}catch/, 't=true,$1}catch'],
		[/let t=!1;(const s=this\._\$AL;try\{)t=true,/, '$1'],
		[/throw t=!1,(.*?\})t&&/, 'throw $1'],
		[/shouldUpdate\(t\)\{.*?\}/, ''],
		[/this\.hasUpdated\|\|\((this\.hasUpdated=!0),this\.firstUpdated\(t\)\),/, '$1,'],
		[/firstUpdated\(t\)\{\}/, ''],
		[/b=\{attribute:.*?\}/, 'b={}'],
		[/!\(\(i\.hasChanged\?\?f\)\(h,s\)\)/, 'Object.is(h,s)'],
		[
			/s\(t,this\.constructor\.elementStyles\)/,
			't.adoptedStyleSheets=this.constructor.elementStyles.map(t=>t.styleSheet)',
		],
		[/return this\.getUpdateComplete\(\)\}getUpdateComplete\(\)\{/, ''],
		[/this\.hasUpdated\|\|i\|\|/, 'this.hasUpdated||'],
		[/this\.C\(t,s,i\)(\}this\.isUpdatePending.*?\})C\(t,s,\{.*?\}\)\{\((.*?)\)\}(?=async)/, 'const{reflect:e}=i;$2$1'],
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
		[/v=\/<.*?\/g,/, 'v=/<\\/?[a-z]/gi,'],
		[/void 0!==u\[2\]\?.*?:void 0!==u\[3\]&&\(c=p\)/, 'c=p'],
		// In a tag, templates have no white space but blanks.
		[/"\[ \\t\\n\\f\\r\]"/, '" "'],
		[/\[\^ \\t\\n\\f\\r(?="')/, '[^ '],
		// No text of ours says it, and nobody else writes our templates.
		[/`lit\$\$\{.*?\}\$`/, '"lit$$"'],
		[/\(c=p,n=void 0\)/, 'c=p'],
		[/if\(y\.test\(r\.tagName\)\)\{.*?c\(\)\)\}\}/, ''],
		[/if\(r\.data===n\)(.*?);else\{.*?o\.length-1\}/, 'r.data===n&&$1;'],
		// Directives other than those that stand in a tag, and what tells Lit to leave a value alone.
		[
			/function M\(t,i,s=t,e\)\{.*?,i\}(?=class)/,
			'function M(t,i){let h=t._$$Cl,o=i._$$litDirective$$;h||(h=t._$$Cl=new o(t));h._$$AS(t,i.values)}',
		],
		[/t=M\(this,t,i\),/, ''],
		[/t=M\(this,t,i,0\),/, ''],
		[/r=M\(this,e\[s\+n\],i,n\),r===E&&\(r=this\._\$AH\[n\]\)/, 'r=e[s+n]'],
		[/if\(\(t=M\(this,t,i,0\)\?\?A\)===E\)return;/, 't??=A;'],
		[/&&t!==E/g, ''],
		[/if\(!u\(t\)\|\|!t\.hasOwnProperty\("raw"\)\)throw.*?;/, ''],
		[/if\(r\.hasAttributes\(\)\)/, ''],
		// What is drawn is drawn by a template: no page's own nodes.
		[/void 0!==t\.nodeType\?this\.T\(t\):/, ''],
		// Directives that hear whether they are on the page.
		[/this\._\$AN=void 0,/g, ''],
		[/,this\._\$Cv=e\?\.isConnected\?\?!0/, ''],
		[/get _\$AU\(\)\{return this\._\$AM\?\._\$AU\?\?this\._\$Cv\}/, ''],
		[/get _\$AU\(\)\{return this\._\$AM\._\$AU\}/g, ''],
		[/for\(this\._\$AP\?\.\(!1,!0,s\);/, 'for(;'],
		[/setConnected\(t\)\{.*?\}(?=\}class)/, ''],
		// The root of what is drawn is empty before, and is given.
		[
			/const e=s\?\.renderBefore\?\?i;let h=e\._\$litPart\$;.*?return h/,
			'let h=i._$$litPart$$??=new k(i.appendChild(c()),null,void 0,s);return h',
		],
		[/\(t\?\.creationScope\?\?l\)/, 'l'],
		[/,this\.options(=\w)?/g, ''],
		[/i=t=>t,/, ''],
		[/i\(t\)(?=\.nextSibling|\.remove)/g, 't'],
		[/Symbol\.for\("lit-\w+"\)/g, 'Symbol()'],
		// What no part of ours asks of another.
		[/get parentNode\(\)\{let.*?,t\}/, ''],
		[/constructor\(\)\{super\(\.\.\.arguments\),this\.type=\d\}/g, ''],
		[/constructor\(t,i,s,e,h\)\{super\(t,i,s,e,h\),this\.type=5\}/, ''],
		[/this\.type=\d,/g, ''],
		[/get tagName\(\)\{return this\.element\.tagName\}/, ''],
		[/get startNode\(\)\{.*?\}get endNode\(\)\{.*?\}/, ''],
		[/get parentNode\(\)\{return this\._\$AM\.parentNode\}/, ''],
		// Lists are arrays, and who hears an event is a function without options.
		[/d=t=>u\(t\)\|\|"function"==typeof t\?\.\[Symbol\.iterator\]/, 'd=u'],
		[
			/const s=this\._\$AH,e=t===A&&s!==A\|\|t\.capture.*?h&&(this\.element\.addEventListener\(this\.name,this),t\),/,
			'this._$$AH===A&&$1),',
		],
		[/t\?\?=A;(?=this\._\$AH===A&&)/, ''],
		[/"function"==typeof this\._\$AH\?this\._\$AH\.call\(.*?\):this\._\$AH\.handleEvent\(t\)/, 'this._$$AH(t)'],
		// Templates that a compiler has prepared.
		[/"number"==typeof s\?(this\._\$AC\(t\)):\(.*?,s\)(?=;)/, '$1'],
	],
	'lit-element/lit-element.js': [
		...support,
		[/i\._\$litElement\$=!0,i\["finalized"\]=!0,/, ''],
		[/constructor\(\)\{super.*?(?=update\()/, ''],
		[/,this\.renderOptions(?=\))/, ''],
		[/this\.hasUpdated\|\|\(this\.renderOptions\.isConnected=this\.isConnected\),/, ''],
		[/this\._\$Do=(?=e\()/, ''],
		[/connectedCallback\(\)\{super\..*?\}disconnectedCallback\(\)\{super\..*?\}render\(\)\{return r\}/, ''],
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
	const names = oftenFirst(texts.flatMap((text) => text.match(inner) ?? []));
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
			const lean = cuts.reduce((text, [pattern, instead]) => {
				if (text.search(pattern) < 0) this.error(`${id} has changed: nothing in it is ${pattern}`);
				return text.replace(pattern, instead);
			}, code);
			return { code: lean.replace(inner, short), map: null };
		},
	};
}
