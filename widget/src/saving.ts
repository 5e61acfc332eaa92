// Everything that is kept about a person: read as it comes, and saved as one file.

import type { Desk } from './desk.ts';
import { Failure, problemIn, problemOf } from './transport.ts';
import type { Export } from './view.ts';

/** More than the last line needs. */
const tailBytes = 4_096;

/** To collect everything takes as long as it takes. */
const patient = { signal: new AbortController().signal, wait() {}, rest() {} };

export async function saveExport(desk: Desk): Promise<void> {
	const { host, words } = desk;
	const show = (state: Export) => desk.apply({ type: 'changed', change: { export: state } });
	show({ state: 'running', bytes: 0 });
	try {
		const data = await read(desk, (bytes) => show({ state: 'running', bytes }));
		if (!data) return;
		const file = `support-data-${new Date().toISOString().slice(0, 10)}.jsonl`;
		handOut(data, file);
		show({ state: 'saved', file });
		host.announce(words.export_saved(file));
	} catch (thrown) {
		if (!isWanted(desk)) return;
		const problem = problemIn(thrown);
		show({ state: 'failed', problem });
		desk.fail(problem, words.export_failed);
	}
}

/** Null where nobody waits for it any more. @throws where it is refused, or cut off on the way */
async function read(desk: Desk, heard: (bytes: number) => void): Promise<Blob | null> {
	const response = await desk.transport.send('GET', '/export', {}, patient);
	if (!response.ok || !response.body) throw new Failure(problemOf(response, null));
	const reader = response.body.getReader();
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let bytes = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (!isWanted(desk)) {
			void reader.cancel().catch(() => null);
			return null;
		}
		if (done) break;
		pieces.push(value);
		bytes += value.length;
		heard(bytes);
	}
	const data = new Blob(pieces, { type: 'application/x-ndjson' });
	await mustBeWhole(data);
	return data;
}

/** A proxy may end a broken answer as if it were whole; the last line tells. @throws where it is not the end */
async function mustBeWhole(data: Blob): Promise<void> {
	const tail = await data.slice(-tailBytes).text();
	const { type } = JSON.parse(tail.trimEnd().split('\n').at(-1) ?? '');
	if (type !== 'end') throw new Error('cut off');
}

/** Somebody else has signed in, or the desk is gone: what was asked for is nobody's business now. */
function isWanted({ view, host }: Desk): boolean {
	return host.isConnected && view.export?.state === 'running';
}

function handOut(data: Blob, file: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(data);
	link.download = file;
	link.click();
	// The browser has taken hold of the data by the end of this task, not before.
	setTimeout(() => URL.revokeObjectURL(link.href));
}
