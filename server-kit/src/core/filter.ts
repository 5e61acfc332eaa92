// What the host decides about layer D, and what is kept of its finds.

/** `mask`: a placeholder is shown instead. `block`: the answer ends there. */
export type FilterAction = 'mask' | 'block';

/** One detector's finds in one answer. Never holds what was found. */
export interface FilterHit {
	detector: string;
	action: FilterAction;
	count: number;
}

export type NationalIdName = 'us-ssn' | 'uk-nino' | 'de-steuer-id' | 'nl-bsn' | 'fr-nir' | 'es-dni';

/** Claims that the host does not want made in its name. */
export interface BannedPhrases {
	name: string;
	/** Compared word by word: case, spaces and punctuation do not count. */
	phrases: readonly string[];
	action: FilterAction;
}

/** A host such as `help.example.com`, or `*.example.com` for all below it. */
export function isHost(text: string): boolean {
	const plain = text.length <= 253 && /^(?:\*\.)?[^/*?#@\s]+$/.test(text);
	return plain && URL.canParse(`https://${text.replace(/^\*\./, '')}`);
}

export interface FilterSettings {
	/** Hosts that links and images may lead to, `*.example.com` for all below, or origins. */
	trustedHosts: readonly string[];
	nationalIds: readonly NationalIdName[];
	banned: readonly BannedPhrases[];
	/** By a detector's name; where one is missing, its own default holds. */
	actions: Readonly<Record<string, FilterAction | 'off'>>;
}
