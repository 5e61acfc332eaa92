// What has been said so far, reduced from the same parts that the reader gets: stored and streamed cannot differ.

import type { CitationView, StreamPart } from '../protocol/index.ts';
import type { ToolCall } from './records.ts';

export interface Draft {
	content: string;
	citations: CitationView[];
	toolCalls: ToolCall[];
	/** The text part that is open now; it must be ended before the stream ends. */
	openText: string | null;
	openStep: boolean;
}

export function emptyDraft(): Draft {
	return { content: '', citations: [], toolCalls: [], openText: null, openStep: false };
}

/** Changes the draft in place: a copy per token would grow with the text. */
export function applyPart(draft: Draft, part: StreamPart): void {
	switch (part.type) {
		case 'text-start':
			draft.openText = part.id;
			break;
		case 'text-delta':
			draft.content += part.delta;
			break;
		case 'text-end':
			draft.openText = null;
			break;
		case 'start-step':
			draft.openStep = true;
			break;
		case 'finish-step':
			draft.openStep = false;
			break;
		case 'data-citation':
			draft.citations.push(part.data);
			break;
		case 'tool-input-available':
			draft.toolCalls.push(begunCall(part));
			break;
		case 'tool-approval-request':
			endCall(draft, part.toolCallId, 'waiting_approval');
			break;
		case 'tool-output-available':
			endCall(draft, part.toolCallId, 'done');
			break;
		case 'tool-output-error':
			endCall(draft, part.toolCallId, 'failed');
			break;
	}
}

function begunCall(part: Extract<StreamPart, { type: 'tool-input-available' }>): ToolCall {
	const { toolCallId: id, toolName: name, input } = part;
	return { id, name, title: '', input: JSON.stringify(input), status: 'running', asks: null };
}

function endCall(draft: Draft, id: string, status: ToolCall['status']): void {
	const call = draft.toolCalls.find((one) => one.id === id);
	if (call) call.status = status;
}

/** The parts that close what is open, so that every reader sees a well-formed end. */
export function closingParts(draft: Draft): StreamPart[] {
	const parts: StreamPart[] = [];
	if (draft.openText) parts.push({ type: 'text-end', id: draft.openText });
	if (draft.openStep) parts.push({ type: 'finish-step' });
	return parts;
}
