// The one side effect: the name `desk-bell` means our element from here on.

import { DeskBell } from './element.ts';

export { DeskBell } from './element.ts';

// A page may load the desk twice, and a server has no registry.
if (globalThis.customElements && !customElements.get('desk-bell')) customElements.define('desk-bell', DeskBell);
