// What the host decided, checked and filled in by options.ts; the core reads it and nothing else of the options.

import type { FilterSettings } from './filter.ts';
import type { ModelPrice } from './price.ts';
import type { QuotaLimits, QuotaScope } from './records.ts';

export interface Settings {
	/** The master flag: false switches the AI off and leaves cases working. */
	enabled: boolean;
	/** Whether the AI is off for this tenant. */
	tenantDisabled(tenantId: string): boolean;
	/** Whether clients that ask for JSON get the whole answer in one piece. */
	jsonTurns: boolean;
	disclosure: {
		required: boolean;
		/** Whether it is also required of the gateway's clients, whose API has no way to accept it. */
		gateway: boolean;
		version: string;
		/** The host's own texts per language; ours stand in where one is missing. */
		texts: Readonly<Record<string, string>>;
		url: string | null;
	};
	quota: {
		period: 'day' | 'month';
		limits: Readonly<Record<QuotaScope, QuotaLimits>>;
	};
	/** What a model costs, by its name. */
	priceOf(model: string): ModelPrice;
	answer: {
		maxOutputTokens: number;
		/** What the host tells a model beside our own rules; may be empty. */
		instructions: string;
		/** Tokens that instructions, passages and history may take. */
		maxPromptTokens: number;
		/** What an estimate is made with: the most that any model may cost that may be asked. */
		prices: ModelPrice;
		/** An answer that takes longer is ended. */
		maxSeconds: number;
		/** How long nobody must listen before an answer counts as abandoned. */
		abandonAfterMs: number;
		whenAbandoned: 'finish' | 'abort';
		/** What answers under way get to come to their end when the kit is closed. */
		graceSeconds: number;
	};
	filter: FilterSettings;
	/** What is made of what the host knows of its users. */
	context: {
		/** A snapshot takes no more bytes, as JSON. */
		maxBytes: number;
		/** How old it may be for a follow-up. */
		freshMs: number;
		/** Answers of the support-ai face know the user too. */
		supportAi: boolean;
	};
	escalation: {
		/** Where a customer files a case; the hand-over token is added as `handoff`. */
		ticketFormUrl: string;
		/** Where a customer reads a ticket of our own desk; with its `{id}` or `{number}`. */
		ticketUrl: string;
	};
	/** What the host says to intents of its own that are refused: by label, then by language. */
	refusals: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** Conversations in which nothing has happened for so long are deleted; null for never. */
	retentionDays: number | null;
	/** Language of a person who names none. */
	defaultLocale: string;
}

/** Whether the AI is on, for everybody and for this tenant. */
export function isOn({ tenantId }: { tenantId: string }, { enabled, tenantDisabled }: Settings): boolean {
	return enabled && !tenantDisabled(tenantId);
}
