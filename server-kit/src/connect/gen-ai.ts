// What spans are called and what they carry, by OpenTelemetry's semantic conventions for generative AI, version 1.41.
// Attributes of our own begin with `deskbell.`.

import type { Attributes } from '@opentelemetry/api';
import type { ModelUsage } from '../core/model.ts';
import type { AnswerBegun, AnswerEnd, ModelCallBegun } from '../core/observer.ts';
import type { SpanAbout } from './tracing.ts';

export function aboutAnswer({ conversationId, messageId, model }: AnswerBegun): SpanAbout {
	return {
		name: 'invoke_agent deskbell',
		remote: false,
		attributes: {
			'gen_ai.operation.name': 'invoke_agent',
			'gen_ai.provider.name': 'deskbell',
			'gen_ai.agent.name': 'deskbell',
			'gen_ai.conversation.id': String(conversationId),
			'gen_ai.request.model': model,
			'deskbell.message.id': messageId,
		},
	};
}

export function endOf({ outcome, model, usage, cost }: AnswerEnd): Attributes {
	return {
		'deskbell.outcome': outcome,
		'deskbell.cost.micro_dollars': cost,
		'gen_ai.response.model': model,
		...usageOf(usage),
	};
}

/** @param masked null where the host wants no content in its traces */
export function aboutCall(begun: ModelCallBegun, masked: ((text: string) => string) | null): SpanAbout {
	const { model, remote, maxOutputTokens, messages } = begun;
	return {
		name: `chat ${model}`,
		remote,
		attributes: {
			'gen_ai.operation.name': 'chat',
			// The conventions name the form that is spoken, not who runs the server.
			'gen_ai.provider.name': remote ? 'openai' : 'deskbell',
			'gen_ai.request.model': model,
			'gen_ai.request.max_tokens': maxOutputTokens,
			'gen_ai.request.stream': true,
			...(masked && { 'gen_ai.input.messages': asked(messages, masked) }),
		},
	};
}

export function usageOf({ inputTokens, outputTokens, cachedInputTokens }: ModelUsage): Attributes {
	return {
		'gen_ai.usage.input_tokens': inputTokens,
		'gen_ai.usage.output_tokens': outputTokens,
		...(cachedInputTokens && { 'gen_ai.usage.cache_read.input_tokens': cachedInputTokens }),
	};
}

export const SEARCH: SpanAbout = {
	name: 'retrieval knowledge',
	remote: false,
	attributes: { 'gen_ai.operation.name': 'retrieval', 'gen_ai.data_source.id': 'knowledge' },
};

export function aboutTool(name: string, callId: string): SpanAbout {
	return {
		name: `execute_tool ${name}`,
		remote: false,
		attributes: {
			'gen_ai.operation.name': 'execute_tool',
			'gen_ai.tool.name': name,
			'gen_ai.tool.call.id': callId,
			'gen_ai.tool.type': 'function',
		},
	};
}

const MOST_CHARACTERS = 32_000;

function asked(messages: ModelCallBegun['messages'], masked: (text: string) => string): string {
	return written(messages.map(({ role, content }) => [role, masked(content)] as const));
}

export function heardOf(text: string): Attributes {
	return { 'gen_ai.output.messages': written([['assistant', text]]) };
}

function written(messages: readonly (readonly [role: string, content: string])[]): string {
	const told = messages.map(([role, content]) => ({
		role,
		parts: [{ type: 'text', content: content.slice(0, MOST_CHARACTERS) }],
	}));
	return JSON.stringify(told);
}
