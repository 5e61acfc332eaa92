// Source files with one guard switched off.

import type { Guard, Replacement } from './guard.ts';
import { GUARDS } from './guards.ts';

/** @throws Error where no guard has this name */
export function guardNamed(name: string): Guard {
	const guard = GUARDS.find((one) => one.name === name);
	if (!guard) throw new Error(`no guard is called “${name}”`);
	return guard;
}

/** The text of each file that changes, by its path. */
export function without(guard: Guard, read: (file: string) => string): Map<string, string> {
	const texts = new Map<string, string>();
	for (const place of [guard, ...guard.also])
		texts.set(place.file, replaced(place, texts.get(place.file) ?? read(place.file)));
	return texts;
}

/** @throws Error where the words do not stand in the file exactly once */
function replaced({ file, from, to }: Replacement, text: string): string {
	const [before, after, ...more] = text.split(from);
	if (before === undefined || after === undefined || more.length > 0)
		throw new Error(`${file} holds these words ${after === undefined ? 'nowhere' : 'twice'}: ${from}`);
	return before + to + after;
}
