// What several processes may share to run each job in one of them at a time: a port, so that jobs know of no vendor.

/** A job and how often it is due, in milliseconds. */
export interface Shift {
	readonly name: string;
	readonly everyMs: number;
}

/** How the latest run of a job ended, in whichever process. */
export interface Outcome {
	readonly name: string;
	/** The same for the same run, greater for a later one. */
	readonly at: number;
	readonly failed: boolean;
}

/** May be lost at any time with all that is in it: nothing is lost but the order of who runs what. */
export interface JobQueue {
	/** Takes jobs from now on, one at a time. `run` says whether the job came to its end; it never rejects. */
	open(shifts: readonly Shift[], run: (name: string) => Promise<boolean>): void;
	/** Puts up what is missing and tells what came of the jobs, the latest last; null where it cannot be relied on now. */
	renew(): Promise<readonly Outcome[] | null>;
	/** Takes no more, and waits for the job that it has taken. */
	close(): Promise<void>;
}
