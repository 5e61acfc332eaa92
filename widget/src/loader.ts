// The script tag: a classic script of a few lines, whose address says where the rest is.

import { launch } from './launch.ts';

/** Replaced by the build: the hashed name of the element's module. */
declare const __ENTRY__: string;

// `currentScript` is known only now, not when the element is needed.
const script = document.currentScript as HTMLScriptElement;

// A second copy of the tag finds the work done.
if (!window.deskbell || Array.isArray(window.deskbell)) {
	launch(script, window.deskbell ?? [], () => import(new URL(`deskbell/${__ENTRY__}`, script.src).href));
}
