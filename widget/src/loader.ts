// The script tag: a classic script of a few lines, whose address says where the rest is.

import { emit } from './events.ts';
import { launch } from './launch.ts';

/** Replaced by the build: the hashed name of the element's module. */
declare const __ENTRY__: string;

// Known only now, and not at all to a module. A picture named `currentScript` would answer to it: only a script counts.
const { currentScript } = document;
const script =
	currentScript instanceof HTMLScriptElement
		? currentScript
		: document.querySelector<HTMLScriptElement>('script[src*="deskbell.js"]');

// An element whose id is `deskbell` is no value of the page's.
const early = (Object.hasOwn(window, 'deskbell') && window.deskbell) || [];

if ('configure' in Object(early)) emit(document, 'deskbell:warning', { code: 'loaded_twice' });
else if (script) launch(script, early, () => import(new URL(`deskbell/${__ENTRY__}`, script.src).href));
