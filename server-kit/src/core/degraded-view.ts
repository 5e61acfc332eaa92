// The one shape of a degraded state, with its sentence in the reader's language.

import type { DegradedView } from '../protocol/index.ts';
import { DEGRADED, type Degraded } from './faults.ts';
import { type Language, textsIn } from './texts.ts';

export function degradedView(degraded: Degraded, language: Language, requestId: string): DegradedView {
	const { retryable, fallback } = DEGRADED[degraded.code];
	return {
		degraded: true,
		code: degraded.code,
		message: textsIn(language).degraded[degraded.code],
		retryable,
		retry_after_seconds: degraded.retryAfterSeconds,
		scope: degraded.scope,
		fallback: fallback ? { kind: 'create_case' } : null,
		conversation_id: degraded.conversationId,
		user_message_id: degraded.userMessageId,
		request_id: requestId,
	};
}
