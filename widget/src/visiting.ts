// Who is nobody to the page: a visitor, by a token of the server's own that is kept for as long as the tab is open.

import type { VisitorToken } from '../../server-kit/src/protocol/index.ts';
import { keep, kept } from './storage.ts';

const answerMs = 30_000;

/** Servers that let no visitors in; they are not asked again. */
const closed = new Set<string>();

/** @param current what is renewed; else what a page before this one has kept */
export async function visit(api: string, current: string | null): Promise<string | null> {
	if (closed.has(api)) return null;
	const key = `deskbell:${api}:visitor`;
	const known = current ?? kept(key);
	const response = await fetch(`${api}/visitor`, {
		method: 'POST',
		headers: known ? { Authorization: `Bearer ${known}` } : {},
		signal: AbortSignal.timeout(answerMs),
	});
	if (response.status === 404) closed.add(api);
	if (!response.ok) return null;
	const { token }: VisitorToken = await response.json();
	keep(key, token);
	return token;
}
