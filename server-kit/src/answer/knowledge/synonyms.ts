// Words that customers and articles use for the same thing: ours for support desks, and the host's own by option.

/** Groups of words or short phrases that mean the same. */
export type Synonyms = readonly (readonly string[])[];

const builtIn: Synonyms = [
	['sign in', 'log in', 'login', 'signin', 'logon', 'log on', 'anmelden', 'einloggen'],
	['sign out', 'log out', 'logout', 'log off', 'abmelden', 'ausloggen'],
	['sign up', 'register', 'registration', 'create an account', 'registrieren'],
	['delete', 'remove', 'erase', 'get rid of'],
	['cancel', 'terminate', 'unsubscribe', 'quit', 'end my subscription'],
	['price', 'cost', 'pricing', 'fee', 'charge', 'how much'],
	['invoice', 'bill', 'receipt'],
	['billing', 'payment'],
	['pay', 'payment'],
	['change', 'edit', 'update', 'modify'],
	['change', 'switch'],
	['password', 'passcode', 'passwort', 'kennwort'],
	['email', 'mail'],
	['two-factor', '2fa', 'two-step', 'mfa', 'second factor', 'zwei-faktor'],
	['phone', 'mobile', 'smartphone', 'handy'],
	['refund', 'money back', 'reimbursement'],
	['team', 'colleague', 'coworker', 'member'],
	['person', 'human', 'agent', 'support'],
	['picture', 'image', 'photo'],
	['movie', 'video', 'film'],
	['max', 'maximum', 'limit', 'largest'],
	['error', 'fault', 'fail', 'failure', 'problem', 'issue'],
	['slow', 'takes forever', 'speed'],
	['restore', 'recover', 'undelete', 'get back'],
	['lost', 'lose', 'stolen'],
	['vat', 'tax'],
	['plan', 'subscription', 'tier'],
	['install', 'set up', 'setup', 'add'],
	['block', 'exclude', 'filter out'],
	['löschen', 'entfernen'],
	['kündigen', 'beenden', 'kündigung'],
	['preis', 'kosten', 'gebühr', 'wie viel'],
	['rechnung', 'beleg', 'quittung'],
	['ändern', 'wechseln', 'anpassen', 'bearbeiten'],
	['konto', 'account', 'zugang'],
	['abo', 'abonnement', 'vertrag', 'tarif'],
	['handy', 'mobil', 'telefon', 'smartphone'],
	['hochladen', 'upload'],
	['herunterladen', 'download'],
];
const longestPhrase = 4;

export interface Alike {
	/** Where in the question the word or phrase stands. */
	at: number;
	length: number;
	/** What else it may be called, in words. */
	others: readonly (readonly string[])[];
}

/** A word or phrase, and what else it may be called. */
interface Named {
	normals: readonly string[];
	others: (readonly string[])[];
}

/** `normal` gives words that differ by their endings only one form; `split` takes a phrase apart. */
export function createSynonyms(own: Synonyms, split: (phrase: string) => string[], normal: (word: string) => string) {
	const groups = new Map<string, Named[]>();
	for (const group of [...own, ...builtIn]) {
		const phrases = group.map(split).filter((words) => words.length > 0 && words.length <= longestPhrase);
		for (const phrase of phrases) {
			const normals = phrase.map(normal);
			const others = phrases.filter((other) => other !== phrase);
			const alike = groups.get(normals[0] ?? '') ?? [];
			const known = alike.find((each) => each.normals.join(' ') === normals.join(' '));
			if (known) known.others.push(...others);
			else groups.set(normals[0] ?? '', [...alike, { normals, others }]);
		}
	}
	for (const alike of groups.values()) alike.sort((a, b) => b.normals.length - a.normals.length);
	return {
		/** The words and phrases of the question that have another name. */
		in(words: readonly string[]): Alike[] {
			const normals = words.map(normal);
			return normals.flatMap((first, at) =>
				(groups.get(first) ?? [])
					.filter((named) => named.normals.every((word, index) => word === normals[at + index]))
					.map(({ normals: { length }, others }) => ({ at, length, others })),
			);
		},
	};
}
