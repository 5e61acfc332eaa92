// A control that has done its work may be gone with it: then the focus goes on to the one that says what came of it.

import type { Desk } from '../desk.ts';

/** @param within where to look: what the control stood in, and still stands */
export async function refocus({ host }: Desk, within: ParentNode | null, selector: string): Promise<void> {
	await host.updateComplete;
	if (host.shadowRoot?.activeElement) return;
	within?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
}
