// What a ticket in another system says: the same for all of them, bounded, and without a format of its own.

import { createHash } from 'node:crypto';
import type { Caller } from '../../core/caller.ts';
import type { CaseHandoff } from '../../core/ports.ts';
import type { Conversation } from '../../core/records.ts';
import { knownLines } from './known.ts';
import { plainLine, plainText } from './plain.ts';

export interface Letter {
	/** The same for the same case, whoever asks and whenever. Letters, digits, `_` and `-`. */
	caseId: string;
	/** One line. */
	subject: string;
	reason: string;
	/** Empty where the host gave none, and for visitors, whose address nobody has checked. */
	customer: { tenantId: string; userId: string; name: string; email: string; plan: string; locale: string };
	/** The customer's words, first and last. */
	summary: string;
	intent: string;
	/** Titles of what they were shown already. */
	attempted: readonly string[];
	/** What the host knew of them. */
	known: readonly string[];
	/** Oldest first. */
	transcript: readonly Spoken[];
	/** Messages before the transcript that did not fit. */
	omitted: number;
}

export interface Spoken {
	author: 'customer' | 'ai';
	/** ISO 8601. */
	at: string;
	text: string;
}

/** The longest subject that every one of them takes. */
export const LONGEST_SUBJECT = 150;
const LONGEST_MESSAGE = 4000;
const LONGEST_NAME = 200;

export function letterOf({ caller, conversation, reason, handover, snapshot }: CaseHandoff): Letter {
	const caseId = caseIdOf(conversation);
	const summary = plainLine(handover.summary, 700);
	const topic = summary || plainLine(reason, 700) || 'Support case';
	const name = (text = '') => plainLine(text, LONGEST_NAME);
	return {
		caseId,
		subject: `${plainLine(topic, LONGEST_SUBJECT - caseId.length - 3)} [${caseId}]`,
		reason: plainLine(reason, 1000),
		customer: {
			tenantId: name(caller.tenantId),
			userId: name(caller.userId),
			name: name(caller.name),
			email: addressOf(caller),
			plan: name(caller.plan),
			locale: name(caller.locale),
		},
		summary,
		intent: name(handover.intent ?? ''),
		attempted: handover.attempted.slice(0, 10).map(name),
		known: snapshot ? knownLines(snapshot) : [],
		transcript: handover.lastMessages.map(({ role, content, createdAt }) => ({
			author: role === 'user' ? 'customer' : 'ai',
			at: new Date(createdAt).toISOString(),
			text: plainText(content, LONGEST_MESSAGE),
		})),
		omitted: 0,
	};
}

/** Letters, digits, `_` and `-`. */
export function caseIdOf({ publicId, tenantId, id }: Conversation): string {
	if (publicId && /^[\w-]{1,64}$/.test(publicId)) return publicId;
	const named = createHash('sha256').update(JSON.stringify([tenantId, publicId ?? id]));
	return `case_${named.digest('hex').slice(0, 24)}`;
}

/** Empty for visitors, whose address nobody has checked. */
export function addressOf({ kind, email }: Caller): string {
	return kind === 'visitor' ? '' : addressIn(email);
}

/** One address and nothing else: no name, no list, nothing that a mail program would read as a command. */
function addressIn(text = ''): string {
	return text.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(text)
		? text
		: '';
}

/** The letter without its oldest messages, as far as it must be cut. */
export function fitted(letter: Letter, fits: (letter: Letter) => boolean): Letter {
	let cut = letter;
	while (!fits(cut) && cut.transcript.length > 0) cut = shorter(cut);
	return cut;
}

/** The last message is the one that matters: it is halved before it is left out. */
function shorter(letter: Letter): Letter {
	const [first, ...rest] = letter.transcript;
	if (!first) return letter;
	if (rest.length === 0 && first.text.length > 100) {
		const half = { ...first, text: plainText(first.text, Math.floor(first.text.length / 2)) };
		return { ...letter, transcript: [half] };
	}
	return { ...letter, transcript: rest, omitted: letter.omitted + 1 };
}
