// Conversations and cases. Every row carries its tenant; times are epoch milliseconds; JSON is kept as text.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';
import { makeTables, owned, reference, type Tables } from './tables.ts';

const TABLES: Tables = [
	['support_ai_conversations', conversations],
	['support_ai_messages', messages],
	['support_ai_intent_classifications', classifications],
	['support_ai_tool_calls', toolCalls],
	['support_ai_feedback', feedback],
	['support_training_candidates', candidates],
	['support_escalations', escalations],
	['support_tickets', tickets],
	['support_ticket_comments', comments],
	['support_ticket_counters', counters],
	['support_pushes', pushes],
];

export const firstTables = makeTables(TABLES);

function conversations(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('user_id', 128).notNullable();
	table.string('kind', 16).notNullable();
	table.string('title', 200);
	table.string('preview', 200);
	table.string('status', 16).notNullable();
	table.string('locale', 35).notNullable();
	longText(table, 'context');
	table.integer('version').notNullable();
	table.bigInteger('answering_since');
	table.bigInteger('escalated_at');
	table.bigInteger('created_at').notNullable();
	table.bigInteger('updated_at').notNullable();
	table.index(['tenant_id', 'user_id', 'id'], 'ix_conversations_owner');
}

function messages(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'conversation_id').notNullable();
	table.string('role', 16).notNullable();
	longText(table, 'content').notNullable();
	table.string('status', 16).notNullable();
	table.string('client_message_id', 128);
	longText(table, 'citations');
	table.string('degraded_code', 40);
	table.string('model', 128);
	table.string('runner', 128);
	table.bigInteger('heartbeat_at');
	table.bigInteger('created_at').notNullable();
	table.index(['conversation_id', 'id'], 'ix_messages_thread');
	table.unique(['conversation_id', 'client_message_id'], { indexName: 'ux_messages_client_id' });
}

function classifications(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'message_id').notNullable().unique();
	table.string('label', 40).notNullable();
	table.float('confidence').notNullable();
	table.boolean('refused').notNullable();
	table.string('reason', 200).notNullable();
	table.bigInteger('created_at').notNullable();
}

function toolCalls(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'message_id').notNullable().index();
	table.string('call_id', 128).notNullable();
	table.string('name', 128).notNullable();
	longText(table, 'input').notNullable();
	table.string('status', 16).notNullable();
	table.bigInteger('created_at').notNullable();
}

function feedback(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('user_id', 128).notNullable();
	reference(table, 'conversation_id').notNullable();
	// 0 stands for the whole conversation: a null would escape the unique index.
	reference(table, 'message_id').notNullable();
	table.boolean('helpful');
	table.integer('rating');
	table.string('comment', 2000);
	table.text('reasons').notNullable();
	table.bigInteger('created_at').notNullable();
	table.bigInteger('updated_at').notNullable();
	table.unique(['conversation_id', 'message_id', 'user_id'], { indexName: 'ux_feedback_one_each' });
}

function candidates(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'conversation_id');
	reference(table, 'feedback_id').notNullable().unique();
	table.string('candidate_type', 40).notNullable();
	table.string('status', 16).notNullable();
	longText(table, 'comment');
	longText(table, 'question');
	longText(table, 'answer');
	table.bigInteger('created_at').notNullable();
	table.bigInteger('updated_at').notNullable();
	table.index(['tenant_id', 'status', 'id'], 'ix_candidates_review');
}

function escalations(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('user_id', 128).notNullable();
	reference(table, 'conversation_id').index();
	table.string('semantics', 16).notNullable();
	table.string('reason', 200);
	table.text('note');
	table.bigInteger('created_at').notNullable();
}

function tickets(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('number', 40).notNullable();
	table.string('user_id', 128).notNullable();
	table.string('customer_name', 200);
	table.string('subject', 200).notNullable();
	longText(table, 'description').notNullable();
	table.string('category', 100);
	table.string('priority', 16).notNullable();
	table.string('status', 16).notNullable();
	reference(table, 'conversation_id').index();
	longText(table, 'handover');
	table.bigInteger('last_comment_at');
	reference(table, 'last_reply_id');
	reference(table, 'read_reply_id');
	table.bigInteger('created_at').notNullable();
	table.bigInteger('updated_at').notNullable();
	table.unique(['tenant_id', 'number'], { indexName: 'ux_tickets_number' });
	table.index(['tenant_id', 'user_id', 'updated_at', 'id'], 'ix_tickets_owner');
	table.index(['tenant_id', 'updated_at', 'id'], 'ix_tickets_desk');
}

function comments(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'ticket_id').notNullable();
	table.string('author_type', 16).notNullable();
	table.string('author_id', 128);
	table.string('author_name', 200);
	table.string('visibility', 16).notNullable();
	longText(table, 'body').notNullable();
	table.bigInteger('created_at').notNullable();
	table.index(['ticket_id', 'id'], 'ix_comments_ticket');
}

function counters(table: Knex.CreateTableBuilder): void {
	table.string('tenant_id', 64).notNullable();
	table.integer('year').notNullable();
	table.integer('last_number').notNullable();
	table.primary(['tenant_id', 'year']);
}

function pushes(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('user_id', 128).notNullable();
	longText(table, 'event').notNullable();
	table.bigInteger('created_at').notNullable();
	table.index(['tenant_id', 'user_id', 'id'], 'ix_pushes_owner');
}
