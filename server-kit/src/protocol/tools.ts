// Calls of tools as they stand on the wire: how far each is, and what a person is asked to approve.

/** `unknown`: the process that ran it died, or was told to stop: nobody can say whether it was done. */
export type ToolCallStatus = 'running' | 'done' | 'failed' | 'waiting_approval' | 'declined' | 'expired' | 'unknown';

/** One argument of a call, as a person reads it. */
export interface ToolArgument {
	name: string;
	label: string;
	value: string;
}

export interface ToolCallView {
	id: string;
	name: string;
	/** The host's own words; the name where there are none. */
	title: string;
	status: ToolCallStatus;
	/** Of a call that a person is, or was, asked about. */
	approval_id?: string;
	/** Only while it waits for the person who must approve it: exactly what would be run, and until when. */
	arguments?: ToolArgument[];
	expires_at?: string;
}

/** What a person is asked to approve: shown exactly as it would be run. */
export interface ApprovalView {
	approval_id: string;
	tool_call_id: string;
	/** The host's own words, in the language of the conversation. */
	title: string;
	arguments: ToolArgument[];
	/** ISO 8601 instant in UTC; from then on it can no longer be approved. */
	expires_at: string;
}
