// Every statement with its values as it reaches the driver, through Knex or past it.

import { createRequire } from 'node:module';
import knex from 'knex';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';

const require = createRequire(import.meta.url);

export interface Recorded {
	sql: string;
	values: readonly unknown[];
}

export interface Recorder {
	/** What the work sent, in its order. */
	during(work: () => Promise<unknown>): Promise<Recorded[]>;
	/** The drivers are as they were. */
	stop(): void;
}

type Call = (this: { source?: string }, ...given: unknown[]) => unknown;
type Driver = Record<string, Call>;

/** The objects through which each driver is asked, and how a call is read. */
function doors(): readonly {
	driver: Driver;
	names: readonly string[];
	read: (self: { source?: string }, given: unknown[]) => Recorded;
}[] {
	const { driver: Sqlite } = knex(knexConfig(':memory:')).client;
	const asked = (first: unknown, second: unknown): Recorded => {
		const { text, sql, values } = (typeof first === 'string' ? { text: first } : first) as Record<string, unknown>;
		const given = Array.isArray(values) ? values : Array.isArray(second) ? second : [];
		return { sql: String(text ?? sql ?? ''), values: given };
	};
	return [
		{
			driver: Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')),
			names: ['run', 'get', 'all', 'iterate'],
			read: ({ source = '' }, given) => ({ sql: source, values: Array.isArray(given[0]) ? given[0] : given }),
		},
		{
			driver: require('pg').Client.prototype,
			names: ['query'],
			read: (_self, [first, second]) => asked(first, second),
		},
		{
			driver: require('mysql2').Connection.prototype,
			names: ['query', 'execute'],
			read: (_self, [first, second]) => asked(first, second),
		},
	];
}

export function createRecorder(): Recorder {
	let heard: Recorded[] | null = null;
	const restore: (() => void)[] = [];
	for (const { driver, names, read } of doors())
		for (const name of names) {
			const own = driver[name] as Call;
			const isOwn = Object.hasOwn(driver, name);
			driver[name] = function (...given) {
				heard?.push(read(this, given));
				return Reflect.apply(own, this, given);
			};
			restore.push(() => {
				if (isOwn) driver[name] = own;
				else delete driver[name];
			});
		}
	return {
		async during(work) {
			const mine: Recorded[] = [];
			heard = mine;
			await work().finally(() => {
				heard = null;
			});
			return mine;
		},
		stop() {
			for (const undo of restore) undo();
		},
	};
}
