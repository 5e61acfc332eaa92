// The calls of host tools in one answer: written down before they run and when they have come to an end, so that no
// process that dies leaves an effect without a row.

import type { ApprovalView, ToolArgument, ToolCallStatus } from '../protocol/index.ts';
import type { HostTool } from './host-tool.ts';
import type { Owner, ToolCall } from './records.ts';

/** How a call that ran ended. `unknown`: it was left alone, and may have had its effect. */
export type CallEnd = Extract<ToolCallStatus, 'done' | 'failed' | 'unknown'>;

/** A call as it is kept. */
export interface KeptCall extends ToolCall {
	rowId: number;
	messageId: number;
	/** The answer that ran it, or runs it; null where none ever did. */
	answerId: number | null;
	/** Handed to the tool; the same for one call, always. */
	key: string;
	/** What the person decided; null while, or where, nobody did. */
	decision: 'approved' | 'declined' | null;
}

interface NewCall {
	tenantId: string;
	conversationId: number;
	messageId: number;
	answerId: number | null;
	key: string;
	name: string;
	title: string;
	/** JSON, as the person may read it. */
	input: string;
	status: 'running' | 'waiting_approval';
	/** What is shown of it to whoever must approve it, and until when they may. */
	asks: { arguments: readonly ToolArgument[]; expiresAt: number } | null;
	at: number;
}

export interface ToolCallStore {
	open(call: NewCall): Promise<number>;
	/** False where it is not running (any more). */
	close(tenantId: string, id: number, status: CallEnd): Promise<boolean>;
	/** Null for another person's as for none. */
	find(owner: Owner, conversationId: number, id: number): Promise<KeptCall | null>;
	/** The calls of host tools of these messages, in their order. */
	of(tenantId: string, messageIds: readonly number[]): Promise<KeptCall[]>;
	/** What waits in a conversation waits no more. */
	declineWaiting(tenantId: string, conversationId: number): Promise<void>;
	/** Of all tenants; returns how many. */
	expire(now: number): Promise<number>;
}

/** A call that the person has decided on, for the answer that goes on from it. */
export interface DecidedCall {
	call: KeptCall;
	approved: boolean;
	/** What was said since the question. */
	said: string;
	/** What was called since the question, before this one. */
	earlier: readonly KeptCall[];
}

export interface OpenedCall {
	/** As readers know it. */
	id: string;
	key: string;
	/** Present where it waits for the person. */
	approval: ApprovalView | null;
}

/** What one answer has called, and where that is written down. */
export interface CallLedger {
	readonly tools: readonly HostTool[];
	/** Nothing runs, and nobody is asked, before this has come true. */
	open(
		tool: HostTool,
		call: { input: string; locale: string; asks: readonly ToolArgument[] | null },
	): Promise<OpenedCall>;
	close(id: string, name: string, end: CallEnd): Promise<void>;
	/** Whether a call is kept already. */
	holds(id: string): boolean;
	/** Whether a tool of the host's had a part in the answer. */
	used(): boolean;
}

export function wireId(rowId: number): string {
	return `call_${rowId}`;
}

function approvalId(rowId: number): string {
	return `approval_${rowId}`;
}

export function approvalOf(call: {
	rowId: number;
	title: string;
	arguments: readonly ToolArgument[];
	expiresAt: number;
}): ApprovalView {
	return {
		approval_id: approvalId(call.rowId),
		tool_call_id: wireId(call.rowId),
		title: call.title,
		arguments: [...call.arguments],
		expires_at: new Date(call.expiresAt).toISOString(),
	};
}

/** One whose time is over is over, whether or not somebody has swept it. */
export function isExpired({ status, asks }: Pick<ToolCall, 'status' | 'asks'>, now: number): boolean {
	return status === 'waiting_approval' && (asks?.expiresAt ?? 0) <= now;
}

export function asOf(call: ToolCall, now: number): ToolCall {
	return isExpired(call, now) ? { ...call, status: 'expired' } : call;
}

/** For a reader who comes while it waits. */
export function waitingApproval({ id, title, status, asks }: ToolCall): ApprovalView | null {
	if (status !== 'waiting_approval' || !asks) return null;
	return approvalOf({ rowId: rowIdOf(id), title, ...asks });
}

/** Of a call that a person was asked about, whatever they decided; null of any other. */
export function askedAs({ id, asks }: ToolCall): string | null {
	return asks && approvalId(rowIdOf(id));
}

function rowIdOf(id: string): number {
	return Number(id.replace(/^call_/, ''));
}
