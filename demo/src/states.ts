// The playground's states: each degraded code for real, by a desk of its own that lacks what the code says is missing.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { createSupportKit, type SupportKit, type SupportKitOptions } from '@deskbell/server-kit';
import type { Context, Middleware } from 'koa';
import { STATES, type State, type Surroundings } from './state-list.ts';

export interface StatesOptions {
	/** What all desks have in common with the playground's own. */
	desk: SupportKitOptions;
	/** Where the scripted model endpoint is. */
	upstream: string;
}

interface States {
	/** Answers `/playground/states…`; the desks are made when they are first asked. */
	middleware: Middleware;
	close(): Promise<void>;
}

export function states(options: StatesOptions): States {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-states-'));
	const around = { upstream: options.upstream, brokenDatabase: join(folder, 'without-passages.sqlite') };
	const kits = new Map<string, Promise<SupportKit>>();
	const kitOf = (state: State): Promise<SupportKit> => {
		const kit = kits.get(state.code) ?? openDesk(state, options.desk, around);
		kits.set(state.code, kit);
		kit.catch(() => kits.delete(state.code));
		return kit;
	};
	return {
		async middleware(ctx, next) {
			if (ctx.method === 'GET' && ctx.path === '/playground/states') return tell(ctx, around);
			const [, code] = /^\/playground\/states\/([a-z_]+)\//.exec(ctx.path) ?? [];
			const state = STATES.find((each) => each.code === code);
			return state ? (await kitOf(state)).middleware(ctx, next) : next();
		},
		async close() {
			for (const kit of await Promise.all(kits.values())) await kit.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function tell(ctx: Context, around: Surroundings): void {
	const states = STATES.map(({ options, ...state }) => ({
		...state,
		options: inspect(options(around), { depth: 5, breakLength: 76, compact: 4 }),
	}));
	ctx.set('Cache-Control', 'no-store');
	ctx.body = { states };
}

async function openDesk({ code, options }: State, desk: SupportKitOptions, around: Surroundings): Promise<SupportKit> {
	const paths = { supportAi: `/playground/states/${code}/api/support/ai` };
	const kit = createSupportKit({ ...desk, redis: null, model: 'extractive', ...options(around), paths });
	if (code === 'retrieval_unavailable') await breakSearch(kit, around.brokenDatabase);
	return kit;
}

async function breakSearch(kit: SupportKit, file: string): Promise<void> {
	await kit.migrate();
	const database = new DatabaseSync(file);
	database.exec('DROP TABLE support_kb_passages');
	database.close();
}
