// What the host decided, checked and filled in by options.ts; the core reads it and nothing else of the options.

import type { QuotaLimits, QuotaScope } from './records.ts';

export interface Settings {
	/** The master flag: false switches the AI off and leaves cases working. */
	enabled: boolean;
	/** Whether clients that ask for JSON get the whole answer in one piece. */
	jsonTurns: boolean;
	disclosure: {
		required: boolean;
		version: string;
		/** The host's own texts per language; ours stand in where one is missing. */
		texts: Readonly<Record<string, string>>;
		url: string | null;
	};
	quota: {
		period: 'day' | 'month';
		limits: Readonly<Record<QuotaScope, QuotaLimits>>;
	};
	answer: {
		maxOutputTokens: number;
		/** Tokens that instructions, passages and history may take. */
		maxPromptTokens: number;
		/** Micro-dollars per million tokens. */
		prices: { input: number; output: number };
		/** An answer that takes longer is stopped. */
		maxSeconds: number;
	};
	escalation: {
		/** Where a customer files a case; the hand-over token is added as `handoff`. */
		ticketFormUrl: string;
	};
	/** Language of a person who names none. */
	defaultLocale: string;
}
