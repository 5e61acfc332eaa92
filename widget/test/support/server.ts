// The scripted server, seen from a test.

export type Piece =
	| string
	| { bytes: number[] }
	| { rest: string; most?: number }
	| { hold: true }
	| { open: true }
	| { cut: true | 'fin' | 'rst' };

export interface Step {
	status?: number;
	headers?: Record<string, string>;
	json?: unknown;
	stream?: Piece[];
	/** Ends the connection without an answer. */
	drop?: boolean;
	/** A page of somebody who stands in between. */
	html?: string;
	/** Takes the request and says nothing, ever. */
	hang?: boolean;
}

export type Script = Record<string, Step | Step[]>;

export interface Heard {
	method: string;
	path: string;
	query: string;
	headers: Record<string, string>;
	body: Record<string, unknown> | null;
}

export interface Server {
	readonly api: string;
	heard(method?: string, path?: string): Promise<Heard[]>;
	/** Says something else from here on. */
	change(script: Script): Promise<void>;
	/** Lets streams go on that stand at a hold, or the next one that comes to stand there. */
	go(): Promise<void>;
}

let desks = 0;

/** Keys are `METHOD /path`, or with a query; several answers are given in turn, the last one for good. */
export async function scripted(script: Script): Promise<Server> {
	desks += 1;
	const api = `${location.origin}/scripted/${crypto.randomUUID()}-${desks}`;
	async function change(lines: Script): Promise<void> {
		const steps = Object.fromEntries(Object.entries(lines).map(([key, step]) => [key, [step].flat()]));
		await fetch(api, { method: 'PUT', body: JSON.stringify(steps) });
	}
	await change(script);
	return {
		api,
		change,
		async heard(method, path) {
			const all: Heard[] = await (await fetch(api)).json();
			return all.filter((one) => (!method || one.method === method) && (!path || one.path === path));
		},
		async go() {
			await fetch(`${api}/go`, { method: 'POST' });
		},
	};
}

const PATIENCE_MS = 60_000;
/** The machine's own time, also where a test holds the clock. */
const now = performance.now.bind(performance);

/** Waits until a condition holds, and fails loudly when it does not. */
export async function until<T>(
	what: () => T | Promise<T>,
	name: () => string = () => 'condition',
): Promise<Exclude<NonNullable<T>, false>> {
	const deadline = now() + PATIENCE_MS;
	while (now() < deadline) {
		const value = await what();
		if (value) return value as Exclude<NonNullable<T>, false>;
		await new Promise((resolve) => setTimeout(resolve, 15));
	}
	throw new Error(`never true: ${name()}`);
}
