// Where the keyboard is on the page, within shadow trees as well.

export function focusedElement(): HTMLElement | null {
	let element = document.activeElement;
	while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
	return element === document.body ? null : (element as HTMLElement | null);
}

/** Gone with what had it, or on a button that can no longer be pressed. */
export function isLost(): boolean {
	return focusedElement()?.matches(':disabled') ?? true;
}

/** Into the field where there is one to write in; on a touch screen that would raise the keyboard. */
export function focusView(root: ParentNode): void {
	const touch = matchMedia('(pointer: coarse)').matches;
	const input = touch ? null : root.querySelector<HTMLElement>('[data-input]');
	(input ?? root.querySelector<HTMLElement>('[data-heading]'))?.focus({ preventScroll: true });
}
