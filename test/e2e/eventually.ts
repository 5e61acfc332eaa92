// Waiting end to end: for a condition, and no longer than a machine of any speed takes for it.

/** Whoever waits so long waits in vain. */
export const SOON = { timeout: 60_000 };

/** Waits until a condition holds, and says what was waited for when it does not. */
export async function eventually(
	what: () => boolean | Promise<boolean>,
	name: () => string | Promise<string> = () => String(what),
): Promise<void> {
	const deadline = performance.now() + SOON.timeout;
	while (!(await what())) {
		if (performance.now() > deadline) throw new Error(`never true: ${await name()}`);
		await new Promise((next) => setTimeout(next, 25));
	}
}
