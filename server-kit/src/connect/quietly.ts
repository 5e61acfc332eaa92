// Telling somebody must never cost the one who tells: a log, a registry or a tracer of the host's may throw.

export function quietly(tell: () => unknown): void {
	try {
		const told = tell();
		// Nobody is left to hear of it.
		if (told instanceof Promise) told.catch(() => {});
	} catch {
		// The same.
	}
}
