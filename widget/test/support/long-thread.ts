// A conversation of so many messages that most of its pages leave the document, as a server tells it.

import type { MessageView } from '../../../server-kit/src/protocol/index.ts';
import { conversation, question } from './recorded.ts';
import type { Script } from './server.ts';

export const count = 500;
export const rowsOnPage = 25;
/** Five pages before and behind those in sight, and beside these the first, the last and what is held. */
export const most = 18 * rowsOnPage;
/** The one answer with a source. */
export const cited = 430;

/** Of a height of its own; even ones answer. */
export function message(id: number): MessageView {
	const content = `Message ${id} of many.${' and on'.repeat((id * 7) % 40)}`;
	const answer = conversation.messages[1] as MessageView;
	const citations = id === cited ? answer.citations : [];
	return { ...(id % 2 ? question : answer), id: 1000 + id, content, citations, client_message_id: null };
}

/** What is older comes many at a time: the fetching has tests of its own. */
export function longThread(): Script {
	const script: Script = { 'GET /conversations/7': page(count - 49, count) };
	for (let from = count - 49; from > 1; from -= 110) {
		script[`GET /conversations/7?limit=25&cursor=c${from}`] = page(Math.max(1, from - 110), from - 1);
	}
	return script;
}

function page(from: number, to: number) {
	const messages = Array.from({ length: to - from + 1 }, (_, at) => message(from + at));
	return { json: { ...conversation, messages, next_cursor: from > 1 ? `c${from}` : null } };
}
