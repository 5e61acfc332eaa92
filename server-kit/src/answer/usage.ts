// Tokens of one answer over all its model calls: what the model reported, else what we count.

import type { ModelMessage, ModelUsage } from '../core/model.ts';
import { tokensIn } from '../core/quota.ts';

export type UsageCount = ReturnType<typeof createUsage>;

export function createUsage(messages: readonly ModelMessage[]) {
	let told: ModelUsage | null = null;
	const total: ModelUsage = { inputTokens: 0, outputTokens: 0, estimated: false };
	return {
		/** What the model says of the call under way. */
		reported(usage: ModelUsage): void {
			told = usage;
		},
		/** The call is over. */
		spoken(text: string): void {
			const input = () => messages.reduce((sum, message) => sum + tokensIn(message.content), 0);
			const call = told ?? { inputTokens: input(), outputTokens: tokensIn(text), estimated: true };
			total.inputTokens += call.inputTokens;
			total.outputTokens += call.outputTokens;
			if (call.cachedInputTokens) total.cachedInputTokens = (total.cachedInputTokens ?? 0) + call.cachedInputTokens;
			total.estimated ||= call.estimated;
			told = null;
		},
		total: (): ModelUsage => ({ ...total }),
	};
}
