// What the server of the pictures says: the recorded resources of the widget's tests, in the scene's language.

import type {
	CaseView,
	ConversationView,
	DegradedView,
	MessageView,
	StreamPart,
} from '../../server-kit/src/protocol/index.ts';
import * as recorded from '../../widget/test/support/recorded.ts';
import type { Script, Step } from '../../widget/test/support/server.ts';
import type { Tongue } from './tongues.ts';

const { at } = recorded;

function citationIn({ source }: Tongue) {
	return { ...recorded.citation, ...source };
}

export function questionIn({ question }: Tongue): MessageView {
	return { ...recorded.question, content: question };
}

export function answerIn(tongue: Tongue, more: Partial<MessageView> = {}): MessageView {
	const author = { type: 'ai', name: null } as const;
	const citations = [citationIn(tongue)];
	const base = { ...recorded.question, id: 21, role: 'assistant', author, client_message_id: null } as const;
	return { ...base, content: tongue.answer, citations, ...more };
}

/** Conversation 7: one question and its answer. */
function threadIn(tongue: Tongue, more: Partial<ConversationView> = {}): ConversationView {
	const messages = [questionIn(tongue), answerIn(tongue)];
	return {
		...recorded.conversation,
		title: tongue.title,
		preview: tongue.answer.replaceAll('**', ''),
		messages,
		...more,
	};
}

export function thread(more: (tongue: Tongue) => Partial<ConversationView> = () => ({})): (tongue: Tongue) => Script {
	return (tongue) => ({ 'GET /conversations/7': { json: threadIn(tongue, more(tongue)) } });
}

export function answered(more: (tongue: Tongue) => Partial<MessageView>): (tongue: Tongue) => Script {
	return thread((tongue) => ({ messages: [questionIn(tongue), answerIn(tongue, more(tongue))] }));
}

function conversationsIn(tongue: Tongue): Step {
	const other = { ...recorded.conversation, id: 8, conversation_id: 8, title: tongue.otherTitle } as const;
	return { json: { conversations: [threadIn(tongue), { ...other, status: 'escalated' }], next_cursor: null } };
}

function caseIn({ subject, description, reply }: Tongue, more: Partial<CaseView> = {}): CaseView {
	const comments = recorded.replied.comments.map((comment) => ({ ...comment, body: reply }));
	return { ...recorded.replied, subject, description, comments, ...more };
}

export function casesIn(tongue: Tongue): Step {
	const other = { id: 4, number: 'TKT-2026-0004', subject: tongue.otherSubject, status: 'resolved' } as const;
	return { json: { cases: [caseIn(tongue, { unread: true }), caseIn(tongue, other)], next_cursor: null } };
}

/** The case as it stands, with a whole exchange in it. */
export function opened(status: CaseView['status']): (tongue: Tongue) => Script {
	return (tongue) => {
		const { comments } = caseIn(tongue);
		const thanks = { id: 92, author: { type: 'customer', name: null }, body: tongue.thanks, created_at: at } as const;
		const end = { id: 93, author: { type: 'system', name: null }, body: tongue.resolved, created_at: at } as const;
		return { 'GET /cases/3': { json: caseIn(tongue, { status, comments: [...comments, thanks, end] }) } };
	};
}

/** The answer's beginning, and no end of it. */
export function unfinished(parts: (tongue: Tongue) => readonly StreamPart[]): (tongue: Tongue) => Script {
	return (tongue) => {
		const [start] = recorded.answerParts as [StreamPart];
		const said = recorded.frames([start, ...parts(tongue)]);
		return { 'POST /conversations/7/messages': { stream: [said, { hold: true }] } };
	};
}

export function degraded(code: DegradedView['code'], more: Partial<DegradedView> = {}): (tongue: Tongue) => Script {
	const base = { ...recorded.limited, code, retry_after_seconds: null, ...more };
	return ({ limit }) => ({ 'POST /conversations/7/messages': { json: { ...base, message: limit } } });
}

export function quota(remaining: number): Script {
	const resets_at = '2026-11-23T00:00:00.000Z';
	const period = { kind: 'day', timezone: 'UTC', starts_at: at, resets_at };
	const messages = { limit: 20, used: 20 - remaining, reserved: 0, remaining };
	const state = remaining ? 'soft_limit' : 'exhausted';
	return { 'GET /quota': { json: { enabled: true, state, period, messages } } };
}

/** A server where everything goes well, in the scene's language. */
export function wellIn(tongue: Tongue): Script {
	const { escalation, disclosed } = recorded;
	const last_messages = [questionIn(tongue), answerIn(tongue)].map(({ role, content }) => ({
		role,
		content,
		created_at: at,
	}));
	const snapshot = {
		summary: tongue.description,
		intent: 'troubleshooting',
		attempted: [tongue.source.title],
		last_messages,
	};
	return {
		...recorded.everything(),
		'GET /disclosure/status': { json: { ...disclosed, text: tongue.disclosure } },
		'GET /conversations': conversationsIn(tongue),
		'GET /conversations/7': { json: threadIn(tongue) },
		'GET /cases/3': { json: caseIn(tongue) },
		'POST /conversations/7/escalate': { json: { ...escalation, snapshot } },
	};
}
