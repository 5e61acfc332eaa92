// What a test asks of the server in memory, and what that says: an answer's parts, and pushes as frames.

import type { PushEvent, StreamPart } from '../../../server-kit/src/protocol/index.ts';

export interface MemoryServer {
	fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
	/** What the answer to this question will be, a part for each piece. */
	prepare(text: string, answer: readonly string[]): void;
	tell(parts: number): void;
	cut(how: 'fin' | 'error' | 'garbage'): void;
	refuse(status: number): void;
	deaf(arrives: boolean): void;
	connect(online: boolean): void;
	/** Lines that are open carry nothing any more, and do not say so. */
	freeze(): void;
	/** From here on nothing is refused or lost. */
	forgive(): void;
	askElsewhere(): void;
	push(): void;
	begun(): boolean;
	/** What this message says, or will have said; anything where it is not known. */
	whole(id: number | null): string;
	stored(): { role: string; content: string; status: string }[];
	asked(): string[];
	pushed(): number;
}

export function pushFrame(push: PushEvent, index: number): string {
	return `id: p${index + 1}\ndata: ${JSON.stringify(push)}\n\n`;
}

export function partsOf(
	messageId: string,
	messageMetadata: (StreamPart & { type: 'start' })['messageMetadata'],
	pieces: readonly string[],
): StreamPart[] {
	return [
		{ type: 'start', messageId, messageMetadata },
		{ type: 'data-status', id: 's', data: { phase: 'answering' } },
		{ type: 'text-start', id: 't' },
		...pieces.map((delta): StreamPart => ({ type: 'text-delta', id: 't', delta })),
		{ type: 'text-end', id: 't' },
		{ type: 'finish', finishReason: 'stop', messageMetadata: { status: 'complete' } },
	];
}
