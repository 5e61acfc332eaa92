// What the core asks of a database about cases of the gateway: snapshots, and actions that were run.

import type { KeptSnapshot } from './snapshot/host-data.ts';

export interface SnapshotStore {
	add(tenantId: string, conversationId: number, snapshot: Omit<KeptSnapshot, 'id'>): Promise<number>;
	/** The newest of a conversation. */
	latest(tenantId: string, conversationId: number): Promise<KeptSnapshot | null>;
}

/** An action of a case, as it was run. `unknown`: its process died in the middle, and nobody knows whether it was. */
export interface RunAction {
	status: 'running' | 'complete' | 'failed' | 'unknown';
	result: Readonly<Record<string, unknown>> | null;
}

/** How actions went that were ever run, by their ids. */
export type ActionRuns = ReadonlyMap<string, RunAction['status']>;

export interface CaseActionStore {
	/**
	 * Null where it is ours to run now; else how it went, or goes. One that failed may be tried again.
	 * @param staleBefore one that has been running since before is not run any more: it is `unknown` from here on
	 */
	claim(
		tenantId: string,
		conversationId: number,
		action: { id: string; type: string },
		at: number,
		staleBefore: number,
	): Promise<RunAction | null>;
	finish(tenantId: string, conversationId: number, actionId: string, run: RunAction): Promise<void>;
	runs(tenantId: string, conversationId: number): Promise<ActionRuns>;
}

/** What a connector made of a case. */
export interface CaseTicket {
	ticketId: string;
	ticketUrl: string;
}
