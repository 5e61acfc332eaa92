// A wait in the middle of a story; over at once where there is nothing to wait for any more.

export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	return new Promise((over) => {
		if (signal?.aborted) return over();
		const end = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', end);
			over();
		};
		const timer = setTimeout(end, milliseconds);
		signal?.addEventListener('abort', end);
	});
}
