// The AI disclosure: what a customer is told before the first message, and the proof that it was accepted.

import { createHash } from 'node:crypto';
import { KitError } from '../errors.ts';
import type { DisclosureAccepted, DisclosureStatus } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { Settings } from './settings.ts';
import { languageOf, spokenTo, textsIn } from './texts.ts';
import type { Parts } from './turn-state.ts';

export async function disclosureStatus(caller: Caller, locale: string, parts: Parts): Promise<DisclosureStatus> {
	const { disclosure } = parts.settings;
	const latest = await parts.store.disclosures.latest(caller, disclosure.version);
	return {
		required: disclosure.required,
		current_version: disclosure.version,
		accepted: latest?.version === disclosure.version,
		accepted_version: latest?.version ?? null,
		accepted_at: latest ? new Date(latest.acceptedAt).toISOString() : null,
		text: shownTo(locale, parts.settings).text,
		url: disclosure.url,
	};
}

/** Whether this person may write: no disclosure is asked for, or its current version was accepted. */
export async function isDisclosed(
	caller: Caller,
	{ store, settings }: Pick<Parts, 'store' | 'settings'>,
): Promise<boolean> {
	const { required, version } = settings.disclosure;
	return !required || (await store.disclosures.latest(caller, version))?.version === version;
}

/** Accepting again moves the moment forward and changes nothing else. */
export async function acceptDisclosure(
	caller: Caller,
	{ version, locale }: { version: string; locale: string },
	{ store, settings, clock }: Parts,
): Promise<DisclosureAccepted> {
	if (version !== settings.disclosure.version) throw new KitError('disclosure_version_outdated');
	const shown = shownTo(locale, settings);
	const textHash = createHash('sha256').update(shown.text).digest('hex');
	await store.disclosures.accept(caller, { version, locale: shown.locale, textHash, acceptedAt: clock.now() });
	const kept = await store.disclosures.latest(caller, version);
	if (!kept) throw new KitError('internal_error');
	return { accepted: true, version, accepted_at: new Date(kept.acceptedAt).toISOString() };
}

/** The text, and the language that it is really in: what a reader of a language that nobody wrote saw was not that. */
function shownTo(reader: string, { disclosure, defaultLocale }: Settings): { text: string; locale: string } {
	const language = spokenTo(reader, defaultLocale);
	const unspoken = language !== languageOf(reader);
	const written = [reader, languageOf(reader), ...(unspoken ? [defaultLocale, languageOf(defaultLocale)] : [])];
	for (const locale of written) {
		const text = disclosure.texts[locale];
		if (text !== undefined) return { text, locale };
	}
	return { text: textsIn(language).disclosure, locale: language };
}
