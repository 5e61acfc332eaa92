// A turn, and the way of its answer to the page: what those who send it and those who mend it know of it.

export interface Turn {
	/** Made once per turn: the server takes a turn it knows no second time. */
	readonly clientMessageId: string;
	readonly content: string;
	readonly context: Record<string, unknown> | null | undefined;
}

/** An answer on its way to the page, over as many connections as that takes. */
export interface Line {
	/** What was asked, until the server has it. */
	turn: Turn | null;
	/** What was decided on a call that waited for it, until the server has it; it takes the same one again. */
	decision: { readonly approvalId: string; readonly approved: boolean } | null;
	lastEventId: string | null;
	/** Something came since this was last put aside. */
	news: boolean;
	/** The page was told that an answer comes. */
	begun: boolean;
	/** Aborts when the reader turns to something else. */
	readonly signal: AbortSignal;
	/** One more connection, and how it ended. @throws where there was none, or where it broke */
	listen(): Promise<'ended' | 'cut' | 'nothing'>;
	/** Shows what has come and waits to be drawn. */
	flush(): void;
}
