// What is asked of Chat Completions.

import type { ModelMessage, ModelRequest } from '../../core/model.ts';

export interface RequestSettings {
	model: string;
	tokenLimit: 'max_tokens' | 'max_completion_tokens';
}

export function bodyOf(request: ModelRequest, { model, tokenLimit }: RequestSettings) {
	return {
		model,
		messages: request.messages.map(messageOf),
		stream: true as const,
		stream_options: { include_usage: true },
		[tokenLimit]: request.maxOutputTokens,
		...(request.temperature !== undefined && { temperature: request.temperature }),
		...(request.tools.length > 0 && {
			tools: request.tools.map((tool) => ({ type: 'function' as const, function: { ...tool } })),
		}),
	};
}

function messageOf(message: ModelMessage) {
	if (message.role === 'tool')
		return { role: 'tool' as const, tool_call_id: message.toolCallId, content: message.content };
	if (message.role !== 'assistant') return { role: message.role, content: message.content };
	if (!message.toolCalls?.length) return { role: 'assistant' as const, content: message.content };
	const tool_calls = message.toolCalls.map(({ id, name, arguments: input }) => ({
		id,
		type: 'function' as const,
		function: { name, arguments: input },
	}));
	return { role: 'assistant' as const, content: message.content || null, tool_calls };
}
