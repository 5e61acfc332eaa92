// Is this process fit to serve? A few parts are asked, all at once, and none is waited for long: a probe that hangs is
// worse than one that says no.

export type HealthCheckName = 'store' | 'model' | 'jobs' | 'redis';

/** `down`: asked, and it failed or was silent. `off`: there is none. */
export type HealthState = 'up' | 'down' | 'off';

export interface Health {
	/** Takes traffic: the kit is open and its store answers. A model that is out degrades answers, not the process. */
	ready: boolean;
	uptimeSeconds: number;
	checks: Readonly<Record<HealthCheckName, HealthState>>;
	/** The names of the jobs for which `jobs` is down; the log says why. */
	troubledJobs: readonly string[];
}

export interface HealthProbe {
	/** Everything, whatever it comes to; never rejects, and takes at most `timeoutMs`. */
	look(): Promise<Health>;
}

interface HealthParts {
	/** False once the kit is being closed. */
	open(): boolean;
	/** Rejects where the part does not answer; null where there is none. */
	checks: Readonly<Record<HealthCheckName, (() => Promise<unknown>) | null>>;
	/** None where left out. */
	troubledJobs?: () => readonly string[];
	/** Milliseconds that never jump. */
	now?: () => number;
	timeoutMs?: number;
}

/** Whoever probes more often than this is told what was found last. */
const FRESH_MS = 1_000;

export function createHealth({
	open,
	checks,
	troubledJobs = () => [],
	timeoutMs = 2_000,
	now = () => performance.now(),
}: HealthParts): HealthProbe {
	const begun = now();
	let last: { at: number; found: Promise<Health['checks']> } | null = null;

	async function ask(): Promise<Health['checks']> {
		const names = Object.keys(checks) as HealthCheckName[];
		const states = await Promise.all(names.map((name) => stateOf(checks[name], timeoutMs)));
		return Object.fromEntries(names.map((name, at) => [name, states[at]])) as Health['checks'];
	}

	return {
		async look() {
			if (!last || now() - last.at >= FRESH_MS) last = { at: now(), found: ask() };
			const found = await last.found;
			const uptimeSeconds = Math.floor((now() - begun) / 1000);
			return { ready: open() && found.store !== 'down', uptimeSeconds, checks: found, troubledJobs: troubledJobs() };
		},
	};
}

async function stateOf(check: (() => Promise<unknown>) | null, timeoutMs: number): Promise<HealthState> {
	if (!check) return 'off';
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<HealthState>((tell) => {
		timer = setTimeout(tell, timeoutMs, 'down');
	});
	const asked = (async () => check())().then(
		(): HealthState => 'up',
		(): HealthState => 'down',
	);
	const state = await Promise.race([asked, late]);
	clearTimeout(timer);
	return state;
}
