// A tool that changes something, for tests: told the key of each call that has its effect.

import type { ToolDefinition } from '../../src/options/tools.ts';

export function retryJob(effect: (key: string) => unknown): ToolDefinition {
	return {
		name: 'retry_job',
		description: 'Runs a failed job of this customer again.',
		input: { type: 'object', properties: { jobId: { type: 'string' } }, required: ['jobId'] },
		timeoutMs: 60_000,
		execute: (_input, { idempotencyKey }) => effect(idempotencyKey),
	};
}
