// What the core asks of a database about cases of the gateway: snapshots, and actions that were run.

import type { KeptSnapshot } from './snapshot/host-data.ts';

export interface SnapshotStore {
	add(tenantId: string, conversationId: number, snapshot: Omit<KeptSnapshot, 'id'>): Promise<number>;
	/** The newest of a conversation. */
	latest(tenantId: string, conversationId: number): Promise<KeptSnapshot | null>;
}

/** An action of a case, as it was run. */
export interface RunAction {
	status: 'running' | 'complete' | 'failed';
	result: Readonly<Record<string, unknown>> | null;
}

export interface CaseActionStore {
	/** Null where it is ours to run now; else how it went, or goes. One that failed may be tried again. */
	claim(
		tenantId: string,
		conversationId: number,
		action: { id: string; type: string },
		at: number,
	): Promise<RunAction | null>;
	finish(tenantId: string, conversationId: number, actionId: string, run: RunAction): Promise<void>;
}

/** What a connector made of a case. */
export interface CaseTicket {
	ticketId: string;
	ticketUrl: string;
}
