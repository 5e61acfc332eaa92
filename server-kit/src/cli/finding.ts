// One line of `deskbell doctor`, and what its looks have in common.

export interface Finding {
	check: string;
	state: 'ok' | 'warn' | 'fail';
	/** What was found. */
	found: string;
	/** What to do about it; null where nothing is to be done. */
	advice: string | null;
}

export interface Examined {
	db: string;
	secret: string;
	/** Null where answers are quoted from articles. */
	model: { baseURL: string; apiKey: string; name: string } | null;
	/** Null where passages are found by words alone. */
	embeddings: { baseURL: string; apiKey: string; name: string } | null;
	redis: string | null;
	/** How long any one question may take. */
	timeoutMs: number;
}

export const ok = (check: string, found: string): Finding => ({ check, state: 'ok', found, advice: null });
export const warn = (check: string, found: string, advice: string): Finding => ({
	check,
	state: 'warn',
	found,
	advice,
});
export const fail = (check: string, found: string, advice: string): Finding => ({
	check,
	state: 'fail',
	found,
	advice,
});

/** In the words of whoever failed, on one line. */
export function reasonOf(fault: unknown): string {
	const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
	const [first = cause] = cause instanceof AggregateError ? cause.errors : [];
	const message = first instanceof Error ? first.message || String(Reflect.get(first, 'code')) : String(first);
	return message.replace(/\s+/g, ' ').slice(0, 300);
}

/** @throws Error once nobody has answered for so long */
export async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const MUCH_MS = 60_000;
const LITTLE_MS = 5_000;

/** @param aheadMs how far the other clock is ahead of ours */
export function skew(check: string, whose: string, aheadMs: number): Finding {
	const apart = Math.abs(aheadMs);
	const found = `${(apart / 1000).toFixed(1)} s ${aheadMs > 0 ? 'behind' : 'ahead of'} ${whose}`;
	const advice = 'Synchronise the clocks of both machines (NTP).';
	if (apart > MUCH_MS) return fail(check, `${found}: tokens are refused as too old or not yet valid`, advice);
	return apart > LITTLE_MS ? warn(check, found, advice) : ok(check, found);
}
