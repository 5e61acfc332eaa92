// How Zendesk knows us: by a token of an OAuth client, fetched and renewed here, or by an agent's API token.

import { z } from 'zod';
import type { Clock } from '../../core/ports.ts';
import type { ConnectorOf } from '../../options/connector.ts';
import { type Access, basicAccess } from './access.ts';
import type { Line, LineAnswer, LineRequest } from './line.ts';

export function accessTo({ url, auth }: ConnectorOf<'zendesk'>, clock: Clock): Access {
	return 'apiToken' in auth ? basicAccess(`${auth.email}/token`, auth.apiToken) : oauthAccess(url, auth, clock);
}

/** What the connector does, and no more. */
const SCOPE = 'tickets:read tickets:write';
/** A token is not used to its last second. */
const SPARE_MS = 60_000;
/** Where the answer does not say it. */
const LEAST_SECONDS = 300;

const granted = z.object({
	access_token: z.string().regex(/^[\x21-\x7e]+$/),
	expires_in: z.number().positive().nullish(),
});

interface Token {
	text: string;
	until: number;
}

function oauthAccess(url: string, client: { clientId: string; clientSecret: string }, clock: Clock): Access {
	let token: Token | null = null;

	async function fetchToken(line: Line): Promise<Token> {
		const asked = {
			grant_type: 'client_credentials',
			client_id: client.clientId,
			client_secret: client.clientSecret,
			scope: SCOPE,
		};
		const answer = await line.ask({ method: 'POST', url: `${url}/oauth/tokens`, body: JSON.stringify(asked) });
		const { access_token: text, expires_in } = line.accepted(answer, granted);
		return { text, until: clock.now() + (expires_in ?? LEAST_SECONDS) * 1000 - SPARE_MS };
	}

	async function askOnce(line: Line, request: LineRequest): Promise<LineAnswer> {
		const valid = token !== null && clock.now() < token.until ? token : await fetchToken(line);
		token = valid;
		return line.ask({ ...request, headers: { ...request.headers, authorization: `Bearer ${valid.text}` } });
	}

	return {
		async ask(line, request) {
			const wasFresh = token === null;
			const answer = await askOnce(line, request);
			if (answer.status !== 401 || wasFresh) return answer;
			token = null;
			return askOnce(line, request);
		},
	};
}
