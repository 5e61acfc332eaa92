// What the core asks of a database about dispatches: what another system is still to be told of a case.

import type { Caller } from './caller.ts';
import type { Owner } from './records.ts';

export interface NewDispatch {
	/** Whose case it is, as the host knew them then. */
	caller: Caller;
	conversationId: number;
	kind: 'ticket' | 'comment';
	/** Of one name there is one in a conversation. */
	name: string;
	/** The customer's words. */
	body: string;
	at: number;
}

export interface Dispatch extends NewDispatch {
	id: number;
	/** How many were begun, this one included. */
	attempts: number;
	/** Names the attempt that is being made: only it may end or postpone the dispatch. */
	lease: string;
}

/** Until when, and in whose name, a dispatch is taken. */
export interface Hold {
	until: number;
	lease: string;
}

export interface DispatchStore {
	/** Taken by whoever adds it. Null where one of this name waits, or is being made, already. */
	add(row: NewDispatch, hold: Hold): Promise<Dispatch | null>;
	/** Takes one that nobody holds; null where somebody does, or where it is gone. */
	take(
		which: { conversationId: number; name: string } | { id: number },
		now: number,
		hold: Hold,
	): Promise<Dispatch | null>;
	/** Ids of what is due, the eldest first: of a conversation one, so that nothing overtakes what came before it. */
	due(now: number, most: number): Promise<number[]>;
	/** False where the lease was lost. */
	postpone(dispatch: Pick<Dispatch, 'id' | 'lease'>, dueAt: number): Promise<boolean>;
	/** It is done with; false where the lease was lost, or it went with its conversation. */
	end(dispatch: Pick<Dispatch, 'id' | 'lease'>): Promise<boolean>;
	/** Its case needs it no more. */
	withdraw(owner: Owner, conversationId: number): Promise<void>;
	/** Whether its attempt is being made in this moment, as far as its lease tells. */
	isHeld(owner: Owner, conversationId: number): Promise<boolean>;
	/** Whether a ticket, or a comment, of this conversation still waits. */
	waits(owner: Owner, conversationId: number): Promise<boolean>;
}
