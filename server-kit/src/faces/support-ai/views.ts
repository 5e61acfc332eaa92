// From the domain to the wire: small functions, one per resource.

import type { ActionRuns } from '../../core/case-store.ts';
import type { Thread } from '../../core/conversation.ts';
import type { Escalated } from '../../core/escalation.ts';
import type { Comment, Conversation, Feedback, Message, Page, Ticket, ToolCall } from '../../core/records.ts';
import { refusal } from '../../core/refusal.ts';
import type { Settings } from '../../core/settings.ts';
import { commentView } from '../../core/ticket.ts';
import { askedAs, waitingApproval } from '../../core/tool-call.ts';
import type {
	CaseAction,
	CaseActionView,
	CaseList,
	CaseListItem,
	CaseView,
	ConversationCreated,
	ConversationList,
	ConversationListItem,
	ConversationView,
	EscalationView,
	FeedbackView,
	Grounds,
	MessageView,
	ToolCallView,
} from '../../protocol/index.ts';

function instant(time: number): string {
	return new Date(time).toISOString();
}

function maybeInstant(time: number | null): string | null {
	return time === null ? null : instant(time);
}

export function createdView({ id, status, title, locale, createdAt }: Conversation): ConversationCreated {
	return { conversation_id: id, status, title, locale, created_at: instant(createdAt) };
}

function listItemView({ id, title, preview, status, createdAt, updatedAt }: Conversation): ConversationListItem {
	return {
		id,
		conversation_id: id,
		title,
		preview,
		status,
		created_at: instant(createdAt),
		updated_at: instant(updatedAt),
	};
}

export function conversationListView({ items, nextCursor }: Page<Conversation>): ConversationList {
	return { conversations: items.map(listItemView), next_cursor: nextCursor };
}

export function threadView(
	{ conversation, messages, canSend, answeringMessageId, feedback, ticket, runs }: Thread,
	settings: Settings,
): ConversationView {
	return {
		...listItemView(conversation),
		locale: conversation.locale,
		can_send: canSend === null,
		can_send_reason: canSend,
		answering_message_id: answeringMessageId,
		messages: messages.items.map((message) => messageView(message, { locale: conversation.locale, settings, runs })),
		next_cursor: messages.nextCursor,
		feedback: feedback && feedbackView(feedback),
		case: ticket && { id: ticket.id, number: ticket.number, status: ticket.status },
	};
}

interface Around {
	locale: string;
	settings: Settings;
	/** None were run of an answer that has only just been given. */
	runs?: ActionRuns;
}

export function messageView(message: Message, { locale, settings, runs = new Map() }: Around): MessageView {
	const { intent, feedback } = message;
	return {
		id: message.id,
		role: message.role,
		author: { type: message.role === 'assistant' ? 'ai' : 'customer', name: null },
		content: message.content,
		status: message.status,
		refused: intent?.refused ? refusal(intent.label, locale, settings) : null,
		degraded_code: message.degradedCode,
		citations: [...message.citations],
		unsupported: message.unsupported,
		grounds: message.grounds && groundsView(message.grounds, runs),
		tool_calls: message.toolCalls.map(toolCallView),
		feedback: feedback && feedbackView(feedback),
		client_message_id: message.clientMessageId,
		created_at: instant(message.createdAt),
	};
}

function groundsView({ evidence, actions, confidence }: Grounds, runs: ActionRuns): MessageView['grounds'] {
	const withRuns = actions.map((action) => ({ ...action, payload: { ...action.payload }, run: runOf(action, runs) }));
	return { evidence: [...evidence], actions: withRuns, confidence };
}

function runOf({ id }: CaseAction, runs: ActionRuns): CaseActionView['run'] {
	const status = runs.get(id) ?? null;
	return status === 'complete' ? 'done' : status;
}

/** What waits is shown to the person who must approve it; of anything else no arguments leave. */
function toolCallView(call: ToolCall): ToolCallView {
	const { id, name, title, status } = call;
	const approval = askedAs(call);
	const waits = waitingApproval(call);
	return {
		id,
		name,
		title: title || name.replace(/[_-]+/g, ' '),
		status,
		...(approval && { approval_id: approval }),
		...(waits && { arguments: waits.arguments, expires_at: waits.expires_at }),
	};
}

function feedbackView({ helpful, rating, comment, reasons }: Feedback): FeedbackView {
	return { helpful, rating, comment, reasons: [...reasons] };
}

export function escalationView({ conversationId, escalatedAt, ticketFormUrl, handover }: Escalated): EscalationView {
	return {
		conversation_id: conversationId,
		status: 'escalated',
		ticket_form_url: ticketFormUrl,
		snapshot: {
			summary: handover.summary,
			intent: handover.intent,
			attempted: [...handover.attempted],
			last_messages: handover.lastMessages.map(({ role, content, createdAt }) => ({
				role,
				content,
				created_at: instant(createdAt),
			})),
		},
		escalated_at: instant(escalatedAt),
	};
}

function caseListItemView(ticket: Ticket): CaseListItem {
	const { id, number, subject, category, priority, status, conversationId } = ticket;
	return {
		id,
		number,
		subject,
		category,
		priority,
		status,
		conversation_id: conversationId,
		last_comment_at: maybeInstant(ticket.lastCommentAt),
		unread: (ticket.lastReplyId ?? 0) > (ticket.readReplyId ?? 0),
		created_at: instant(ticket.createdAt),
		updated_at: instant(ticket.updatedAt),
	};
}

export function caseListView({ items, nextCursor }: Page<Ticket>): CaseList {
	return { cases: items.map(caseListItemView), next_cursor: nextCursor };
}

export function caseView(ticket: Ticket, comments: readonly Comment[]): CaseView {
	return { ...caseListItemView(ticket), description: ticket.description, comments: comments.map(commentView) };
}
