// Text of an event stream, in any cuts → its events, as the HTML standard reads them: `data` and `id`, nothing else.

export interface StreamEvent {
	readonly id: string | undefined;
	readonly data: string;
}

export interface EventParser {
	feed(text: string): void;
}

export function createParser({ onEvent }: { onEvent(event: StreamEvent): void }): EventParser {
	/** The unfinished line, in the pieces that came. */
	let pieces: string[] = [];
	let id: string | undefined;
	let data: string[] = [];

	function feed(text: string): void {
		pieces.push(text);
		if (!/[\r\n]/.test(text)) return;
		// A return at the end may be half of a line break.
		const lines = pieces.join('').split(/\r\n|\n|\r(?!$)/);
		pieces = lines.splice(-1);
		for (const line of lines) take(line);
	}

	function take(line: string): void {
		if (line === '') {
			if (data.length > 0) onEvent({ id, data: data.join('\n') });
			id = undefined;
			data = [];
			return;
		}
		const [, field, value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? [];
		if (field === 'data') data.push(value);
		if (field === 'id') id = value;
	}

	return { feed };
}
