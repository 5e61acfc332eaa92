// What a customer is told in place of an answer, in their language: the host's own words first.

import type { Settings } from './settings.ts';
import { languageOf, spokenTo, textsIn } from './texts.ts';

export function refusal(
	label: string,
	locale: string,
	{ refusals, defaultLocale }: Settings,
): { label: string; message: string } {
	const ours: Readonly<Record<string, string>> = textsIn(spokenTo(locale, defaultLocale)).refused;
	const own = refusals[label];
	const message = own?.[locale] ?? own?.[languageOf(locale)] ?? ours[label] ?? ours.out_of_scope ?? '';
	return { label, message };
}
