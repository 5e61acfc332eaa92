// What the chosen person's token says, and the same calls for a terminal.

import { type SignedToken, signToken } from '../parts/api.ts';
import { make, need } from '../parts/dom.ts';
import { type Choice, type ChoiceKeeper, rolesOf } from './choice.ts';
import { copyable } from './copyable.ts';

const said = new Set(['tenant', 'user', 'roles', 'name', 'plan']);

export function showToken(keeper: ChoiceKeeper): void {
	const pane = need('[data-token]');
	const draw = async (choice: Choice) => {
		const { tenant, user, name, plan } = choice;
		try {
			const signed = await signToken({
				tenant,
				user,
				roles: rolesOf(choice),
				name: name || undefined,
				plan: plan || undefined,
			});
			pane.replaceChildren(claimsTable(signed), ...lines(choice, signed));
			sayWho(signed);
		} catch (error) {
			pane.replaceChildren(make('p', { class: 'empty', text: error instanceof Error ? error.message : String(error) }));
		}
	};
	void draw(keeper.get());
	keeper.listen((choice, changed) => {
		if (changed.some((part) => said.has(part))) void draw(choice);
	});
}

function sayWho({ claims }: SignedToken): void {
	const { name, userId, tenantId } = claims;
	need('[data-chosen]').textContent = `${name ?? userId} of ${tenantId}`;
}

function claimsTable({ claims }: SignedToken): HTMLElement {
	const rows = Object.entries(claims).map(([name, value]) =>
		make('tr', {}, make('th', { text: name, attributes: { scope: 'row' } }), make('td', {}, claim(name, value))),
	);
	const heading = make('h3', { text: 'The token says' });
	return make('section', {}, heading, make('table', { class: 'claims' }, make('tbody', {}, ...rows)));
}

function claim(name: string, value: unknown): HTMLElement {
	const time = (name === 'iat' || name === 'exp') && typeof value === 'number';
	const words = time ? `${value} (${new Date(value * 1000).toLocaleTimeString()})` : JSON.stringify(value);
	return make('code', { text: words });
}

function lines({ tenant, user, roles }: Choice, { token }: SignedToken): HTMLElement[] {
	const { origin } = location;
	const api = `${origin}/api/support/ai`;
	const wish = JSON.stringify({ tenant, user, roles: roles.split(',') });
	const auth = `-H "Authorization: Bearer $TOKEN"`;
	const json = `-H 'Content-Type: application/json'`;
	return [
		copyable('The token itself, valid for one hour', token),
		copyable(
			'1. Get a token',
			`TOKEN=$(curl -s ${origin}/playground/token ${json} \\\n  -d '${wish}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
		),
		copyable('2. Which disclosure is asked for?', `curl -s ${api}/disclosure/status ${auth}`),
		copyable(
			'3. Accept it, with the version of the answer',
			`curl -s ${api}/disclosure/accept ${auth} ${json} \\\n  -d '{"version":"VERSION"}'`,
		),
		copyable('4. Begin a conversation', `curl -s ${api}/conversations ${auth} ${json} -d '{}'`),
		copyable(
			'5. Ask, and watch the answer stream in',
			`curl -N ${api}/conversations/ID/messages ${auth} ${json} \\\n  -H 'Accept: text/event-stream' \\\n  -d '{"content":"What is the largest file on Free?"}'`,
		),
		copyable('6. Own cases', `curl -s ${api}/cases ${auth}`),
	];
}
