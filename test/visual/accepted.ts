// The fingerprints that were looked at and accepted: one file, a key for each scene and take.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Take } from './camera.ts';
import type { Print } from './print.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';

const file = join(import.meta.dirname, 'accepted.json');

type Prints = Record<string, Print>;

/** Together they have both languages, screens and schemes. */
const takes: readonly Take[] = [
	{ language: 'de', screen: 'phone', scheme: 'light', boxes: true },
	{ language: 'ar', screen: 'desktop', scheme: 'dark', boxes: true },
];

export interface Compared {
	readonly key: string;
	readonly scene: Scene;
	readonly take: Take;
}

/** What the tests compare: every scene in each of the takes, but for those that look like another one. */
export const compared: readonly Compared[] = scenes
	.filter(({ twin }) => !twin)
	.flatMap((scene) => takes.map((take) => ({ key: keyOf(scene, take), scene, take })));

export function keyOf({ name }: Scene, { language, screen, scheme }: Take): string {
	return `${name}-${language}-${screen}-${scheme}`;
}

export function readAccepted(): Prints {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** What was accepted for a scene that is no more is dropped. */
export function accept(prints: Prints): void {
	const all = { ...readAccepted(), ...prints };
	const kept = compared.flatMap(({ key }) => (all[key] ? [[key, all[key]]] : []));
	writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, '\t')}\n`);
}
