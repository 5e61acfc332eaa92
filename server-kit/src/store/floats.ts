// A vector as bytes: 32-bit floats, the lowest byte first, whatever the machine's own order is.

import { endianness } from 'node:os';

const BYTES = Float32Array.BYTES_PER_ELEMENT;
const TURNED = endianness() === 'BE';

export function bytesOf(vector: Float32Array): Buffer {
	const bytes = Buffer.from(new Float32Array(vector).buffer);
	return TURNED ? bytes.swap32() : bytes;
}

/** Null where the bytes are no vector of so many numbers. */
export function vectorIn(bytes: Uint8Array, length: number): Float32Array | null {
	if (bytes.byteLength !== length * BYTES) return null;
	// A copy: a driver's bytes may begin where no float may.
	const copy = new Uint8Array(bytes);
	if (TURNED) Buffer.from(copy.buffer).swap32();
	const vector = new Float32Array(copy.buffer);
	return vector.every(Number.isFinite) ? vector : null;
}
