// The words of a streamed answer: the AI SDK's UI message stream v1, and the data parts that are ours.
// Both sides speak it; only the keys that the strictest client accepts are used.

import type { Grounds } from './gateway.ts';
import type { CitationView, DegradedView } from './support-ai.ts';
import type { ApprovalView } from './tools.ts';

/** Why an answer ended, in the AI SDK's words. */
export type FinishReason = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'error' | 'other';

/** Rides in `start`: which rows the answer belongs to. Ids are the store's integers. */
export interface StartMetadata {
	conversation_id: number;
	user_message_id: number;
	message_id: number | null;
	/** Who speaks: `system` where the question is refused, and no model is asked. */
	author: { type: 'ai' | 'system'; name: null };
	/** ISO 8601 instant in UTC. */
	created_at: string;
}

/** Rides in `finish`. Tokens as the model reported them, or estimated and marked so. */
export interface FinishMetadata {
	status: 'complete' | 'stopped' | 'interrupted' | 'blocked' | 'failed' | 'refused';
	usage?: { input_tokens: number; output_tokens: number; estimated: boolean };
	citations?: CitationView[];
	/** No source confirms what the answer says. */
	unsupported?: boolean;
	/** What an answer that knows the user rests on. */
	grounds?: Grounds;
}

export type StreamPart =
	| { type: 'start'; messageId: string; messageMetadata: StartMetadata }
	| { type: 'start-step' }
	| { type: 'finish-step' }
	| { type: 'text-start'; id: string }
	| { type: 'text-delta'; id: string; delta: string }
	| { type: 'text-end'; id: string }
	| { type: 'tool-input-available'; toolCallId: string; toolName: string; input: unknown }
	| { type: 'tool-output-available'; toolCallId: string; output: unknown }
	| { type: 'tool-output-error'; toolCallId: string; errorText: string }
	| { type: 'tool-approval-request'; approvalId: string; toolCallId: string }
	| { type: 'data-approval'; id: string; data: ApprovalView }
	| { type: 'source-url'; sourceId: string; url: string; title: string }
	| { type: 'source-document'; sourceId: string; mediaType: string; title: string }
	| { type: 'data-citation'; id: string; data: CitationView }
	| { type: 'data-status'; id: string; data: { phase: 'searching' | 'answering' } }
	| { type: 'data-refused'; data: { label: string; message: string; user_message_id: number } }
	| { type: 'data-degraded'; data: DegradedView }
	| { type: 'data-quota'; data: { messages_remaining: number | null; resets_at: string } }
	| { type: 'data-actions'; id: string; data: { actions: SuggestedAction[] } }
	| { type: 'error'; errorText: string }
	| { type: 'abort' }
	| { type: 'finish'; finishReason: FinishReason; messageMetadata: FinishMetadata };

/** What the reader may do next; the widget shows it as a button. */
export interface SuggestedAction {
	kind: 'escalate' | 'create_case' | 'retry';
	label: string;
}
