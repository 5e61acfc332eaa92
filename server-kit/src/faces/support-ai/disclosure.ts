// The AI disclosure: read it, accept it.

import { z } from 'zod';
import { acceptDisclosure, disclosureStatus } from '../../core/disclosure.ts';
import type { Parts } from '../../core/turn-state.ts';
import { json, type Route, route } from '../../http/route.ts';
import { locale, plain } from './fields.ts';
import * as answers from './schemas/account.ts';

const acceptance = z.object({
	version: z.string().max(40).meta({ description: 'Must be the current version', example: '1' }),
	locale,
});

export function disclosureRoutes(parts: Parts): Route[] {
	const usual = { ...plain, action: 'conversation:own' } as const;
	return [
		route({
			...usual,
			method: 'get',
			path: '/disclosure/status',
			operationId: 'getDisclosureStatus',
			summary: 'Has the caller accepted the current disclosure?',
			body: null,
			response: answers.disclosureStatus,
			errors: ['unauthenticated'],
			handle: async ({ caller, locale: spoken }) => json(await disclosureStatus(caller, spoken, parts)),
		}),
		route({
			...usual,
			method: 'post',
			path: '/disclosure/accept',
			operationId: 'acceptDisclosure',
			repeats: 'done again',
			summary: 'Accepts the current disclosure',
			description: 'Kept with version, language and a hash of the text. Accepting again moves the moment forward.',
			body: acceptance,
			response: answers.disclosureAccepted,
			errors: ['unauthenticated', 'disclosure_version_outdated', 'json_invalid', 'media_type_unsupported'],
			handle: async ({ caller, body, locale: spoken }) =>
				json(await acceptDisclosure(caller, { version: body.version, locale: body.locale ?? spoken }, parts)),
		}),
	];
}
