// What an answer of the gateway rests on: evidence of the user's own data, and what may be done next.

export interface Evidence {
	type: 'error_code' | 'job_id' | 'timestamp' | 'resource_id' | 'log_excerpt' | 'limit' | 'article';
	/** What it is, in a few words. */
	label: string;
	/** As it stands in the source. */
	value: string;
	/** Which of the host's sources holds it, or the cited article: `article:1`. */
	source: string;
}

export interface CaseAction {
	id: string;
	type: 'retry' | 'open_docs' | 'create_ticket' | 'request_access' | 'custom';
	label: string;
	/** The exact arguments that it would be run with. */
	payload: Readonly<Record<string, string>>;
}

/** An action in a thread that is read again. */
export interface CaseActionView extends CaseAction {
	/** How it went when it was run; `unknown`: nobody can say whether it was done. Null while it was not. */
	run: 'running' | 'done' | 'failed' | 'unknown' | null;
}

/** What came of an action that was confirmed. */
export interface ActionRan {
	conversation_id: number;
	action: CaseAction;
	/** What the host gave back; an address under `url` where there is one to go to. */
	result: Readonly<Record<string, unknown>>;
}

export interface Grounds {
	evidence: readonly Evidence[];
	actions: readonly CaseAction[];
	/** 0 to 1: what the model said of itself, lowered for each claim that could not be verified. */
	confidence: number;
}
