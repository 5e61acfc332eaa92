// What the stage reports to the playground around it: each request of the widget, piece by piece.

export type StageReport =
	| { kind: 'call'; id: number; method: string; path: string; body: unknown; at: number }
	/** The headers are there; `wait` is the time to first byte. */
	| { kind: 'answer'; id: number; status: number; wait: number; stream: boolean; headers: readonly [string, string][] }
	/** One frame of an event stream. `name` is the frame's own event name or the part's type. */
	| { kind: 'part'; id: number; name: string; part: unknown; after: number }
	| { kind: 'body'; id: number; body: unknown }
	/** `failure` is null when all of the answer was read. Times are in milliseconds. */
	| { kind: 'end'; id: number; took: number; failure: string | null };

/** Null for every other message that reaches the window. */
export function readReport(event: MessageEvent, stage: Window | null): StageReport | null {
	if (event.origin !== location.origin || event.source !== stage) return null;
	const data: unknown = event.data;
	if (typeof data !== 'object' || data === null || !('deskbellStage' in data)) return null;
	return data.deskbellStage as StageReport;
}
