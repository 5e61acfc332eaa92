// What an answer that knows the user rests on, and what it suggests.

import { z } from 'zod';
import { idOf } from './common.ts';

const evidence = z
	.object({
		type: z
			.enum(['error_code', 'job_id', 'timestamp', 'resource_id', 'log_excerpt', 'limit', 'article'])
			.meta({ description: 'What kind of thing it is' }),
		label: z.string().meta({ description: 'What it is, in a few words' }),
		value: z.string().meta({ description: 'As it stands in the source' }),
		source: z.string().meta({ description: 'The host’s source, or the cited article', example: 'article:1' }),
	})
	.meta({ id: 'Evidence' });

const action = z
	.object({
		id: z
			.string()
			.meta({ description: 'Names the action when it is confirmed', example: 'act_kX9s3vQmT0aYwLr5h2NfEg' }),
		type: z
			.enum(['retry', 'open_docs', 'create_ticket', 'request_access', 'custom'])
			.meta({ description: 'What it does' }),
		label: z.string().meta({ description: 'For a button' }),
		payload: z
			.record(z.string(), z.string().meta({ description: 'An argument' }))
			.meta({ description: 'The exact arguments that it is run with' }),
	})
	.meta({ id: 'SuggestedAction' });

const suggested = action
	.extend({
		run: z
			.enum(['running', 'done', 'failed', 'unknown'])
			.nullable()
			.meta({ description: 'How it went; unknown: nobody can say whether it was done; null while it was not run' }),
	})
	.meta({ id: 'SuggestedActionInThread' });

export const grounds = z
	.object({
		evidence: z
			.array(evidence)
			.meta({ description: 'Verified against what the host told, or against a cited article' }),
		actions: z.array(suggested).meta({ description: 'What may be done next' }),
		confidence: z.number().meta({ description: '0 to 1' }),
	})
	.meta({ id: 'Grounds' });

export const actionRan = z
	.object({
		conversation_id: idOf('conversation'),
		action: action.meta({ description: 'What was run, now or before' }),
		result: z
			.record(z.string(), z.unknown())
			.meta({ description: 'What the host gave back; `url` where there is an address to go to' }),
	})
	.meta({ id: 'ActionRan' });
