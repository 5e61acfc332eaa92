// One model call within an answer: its text goes through the scribe as it comes, its tool calls are gathered.

import type { Model, ModelEvent, ModelRequest, ModelToolCall } from '../core/model.ts';
import type { TellParts } from '../core/ports.ts';
import type { StreamPart } from '../protocol/index.ts';
import { hear } from './hear.ts';
import type { Scribe } from './scribe.ts';
import type { UsageCount } from './usage.ts';

export interface Said {
	text: string;
	calls: ModelToolCall[];
	/** Null where the model was cut off. */
	finish: Extract<ModelEvent, { type: 'finish' }>['reason'] | null;
	/** The model that answered, where it is another than the one that was asked. */
	model: string | null;
	/** What the model threw; null where it threw nothing. */
	fault: unknown;
}

/** A model that throws is told in `fault`, after everything that was cleared has been told. */
export async function callModel(
	model: Model,
	request: ModelRequest,
	{ scribe, usage, tell }: { scribe: Scribe; usage: UsageCount; tell: TellParts },
	signal: AbortSignal,
): Promise<Said> {
	const said: Said = { text: '', calls: [], finish: null, model: null, fault: null };
	const write = (parts: readonly StreamPart[]) => {
		if (parts.length > 0) tell(parts);
	};
	try {
		await hear(model, request, signal, (batch) => {
			const text = take(batch, said, usage);
			if (text) write(scribe.write(text));
			return !scribe.blocked();
		});
	} catch (fault) {
		said.fault = fault;
	}
	// A call that failed before its first word was not answered: nobody counts what was sent.
	if (said.text || said.fault === null) usage.spoken(said.text);
	// What was held back is decided now, whichever way the call ended: no word that may be shown is lost.
	write(scribe.pause(wasCut(said)));
	return said;
}

function wasCut({ finish, fault }: Said): boolean {
	return fault !== null || finish === null || finish === 'length' || finish === 'content-filter';
}

/** The text of a batch; everything else of it is noted. */
function take(batch: readonly ModelEvent[], said: Said, usage: UsageCount): string {
	let text = '';
	for (const event of batch) {
		if (event.type === 'text') text += event.text;
		else if (event.type === 'tool-call') said.calls.push(event.call);
		else if (event.type === 'usage') usage.reported(event.usage);
		else if (event.type === 'model') said.model = event.name;
		else said.finish = event.reason;
	}
	said.text += text;
	return text;
}
