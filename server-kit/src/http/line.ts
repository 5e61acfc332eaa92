// A reader's line: one string to the socket per write, where node:http would hand over a chunk in three pieces.

import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * Writes text; false where the line has taken all it can, and a `drain` is to be waited for.
 * @param taken called when the text has left this process
 */
export type WriteLine = (text: string, taken: () => void) => boolean;

/** The headers must have gone out before. */
export function lineOf(res: ServerResponse): WriteLine {
	const { socket } = res;
	if (!(socket instanceof Socket) || !framesChunks(res)) return (text, taken) => res.write(text, taken);
	return (text, taken) => socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`, taken);
}

/** Not over HTTP/1.0 or 2, and not where the host has put something in front of the response. */
function framesChunks(res: ServerResponse): boolean {
	return res.chunkedEncoding === true && res.write === ServerResponse.prototype.write;
}
