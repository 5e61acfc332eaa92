// What a host tells the classifier about its own customers.

/** An intent of the host's, told by sentences that customers would write. */
export interface HostIntent {
	/** One of ours that is answered, to add examples to it, or a name of the host's own. */
	label: string;
	examples: readonly string[];
	refused: boolean;
}
