// The one shape of a degraded state, with its sentence in the reader's language.

import type { DegradedView } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import { DEGRADED, type Degraded } from './faults.ts';
import { may } from './permissions.ts';
import { type Language, textsIn } from './texts.ts';

/** Whom an answer, or why there is none, is told to. */
export interface Asker {
	/** Null before it is known who calls. */
	caller: Caller | null;
	language: Language;
	requestId: string;
}

/** Who may open no case is offered none. */
export function degradedView(degraded: Degraded, { caller, language, requestId }: Asker): DegradedView {
	const { retryable, fallback } = DEGRADED[degraded.code];
	return {
		degraded: true,
		code: degraded.code,
		message: textsIn(language).degraded[degraded.code],
		retryable,
		retry_after_seconds: degraded.retryAfterSeconds,
		scope: degraded.scope,
		fallback: fallback && (!caller || may(caller, 'case:own')) ? { kind: 'create_case' } : null,
		conversation_id: degraded.conversationId,
		user_message_id: degraded.userMessageId,
		request_id: requestId,
	};
}
