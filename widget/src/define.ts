// The one side effect: the name `desk-bell` means our element from here on.

import { DeskBell } from './element.ts';
import { emit } from './events.ts';

export { DeskBell } from './element.ts';

// A page may load the desk twice, or mean something else by the name; a server has no registry, or no document.
const first = globalThis.customElements?.get('desk-bell');
if (!first) globalThis.customElements?.define('desk-bell', DeskBell);
else if (globalThis.document) {
	emit(document, 'deskbell:warning', { code: 'setContext' in first.prototype ? 'loaded_twice' : 'name_taken' });
}
