// The lines of an export of everything about one person: JSON lines, the first says what this is, the last how many.

import type { DegradedCode } from './codes.ts';
import type { Grounds } from './gateway.ts';
import type { CasePriority, CaseStatus, CitationView, ConversationStatus, MessageStatus } from './support-ai.ts';

export interface ExportHeader {
	type: 'header';
	format: 'deskbell-export';
	version: 1;
	tenant_id: string;
	user_id: string;
	/** What follows is what the host said with this request; null where somebody else asked. */
	kind: string | null;
	name: string | null;
	email: string | null;
	plan: string | null;
	locale: string | null;
	created_at: string;
}

interface Linked {
	id: number;
	/** Null where the conversation was deleted. */
	conversation_id: number | null;
	created_at: string;
}

export type ExportRow =
	| { type: 'disclosure'; version: string; locale: string; text_hash: string; accepted_at: string }
	| {
			type: 'conversation';
			id: number;
			title: string | null;
			status: ConversationStatus;
			locale: string;
			context: Readonly<Record<string, unknown>> | null;
			escalated_at: string | null;
			created_at: string;
			updated_at: string;
	  }
	| {
			type: 'message';
			id: number;
			conversation_id: number;
			role: 'user' | 'assistant';
			author: { type: 'customer' | 'ai' };
			content: string;
			status: MessageStatus;
			client_message_id: string | null;
			citations: readonly CitationView[];
			unsupported: boolean;
			degraded_code: DegradedCode | null;
			model: string | null;
			classification: { label: string; confidence: number; refused: boolean; reason: string } | null;
			/** What an answer that knew the person rests on. */
			grounds: Grounds | null;
			tool_calls: readonly { id: string; name: string; status: string; input: unknown }[];
			created_at: string;
	  }
	| {
			/** What the host told of the person when an answer asked for it, as it was kept. */
			type: 'snapshot';
			id: number;
			conversation_id: number;
			sources: Readonly<Record<string, unknown>>;
			content: Readonly<Record<string, unknown>>;
			created_at: string;
	  }
	| {
			type: 'feedback';
			id: number;
			conversation_id: number;
			message_id: number | null;
			helpful: boolean | null;
			rating: number | null;
			comment: string | null;
			reasons: readonly string[];
			created_at: string;
			updated_at: string;
	  }
	| (Linked & { type: 'escalation'; reason: string | null; note: string | null })
	| (Linked & {
			type: 'training_candidate';
			candidate_type: string;
			status: string;
			comment: string | null;
			question: string | null;
			answer: string | null;
	  })
	| (Linked & {
			type: 'case';
			number: string;
			customer_name: string | null;
			subject: string;
			description: string;
			category: string | null;
			priority: CasePriority;
			status: CaseStatus;
			/** What was handed over to the desk from the conversation. */
			handover: {
				summary: string;
				intent: string | null;
				attempted: readonly string[];
				last_messages: readonly { role: 'user' | 'assistant'; content: string; created_at: string }[];
			} | null;
			updated_at: string;
	  })
	| {
			type: 'case_comment';
			id: number;
			case_id: number;
			author: { type: 'customer' | 'agent' | 'system'; name: string | null };
			body: string;
			created_at: string;
	  }
	| {
			type: 'usage';
			period_starts_at: string;
			messages: number;
			tokens: number;
			/** Decimal number, in `currency`. */
			cost: string;
			currency: 'USD';
			estimated: boolean;
	  };

/** Without this line the file was cut off. */
export interface ExportEnd {
	type: 'end';
	/** Of all lines before this one. */
	lines: number;
	/** How many lines of each type. */
	counts: Record<string, number>;
}

export type ExportLine = ExportHeader | ExportRow | ExportEnd;
