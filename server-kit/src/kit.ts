// The composition root: the only file that knows every concrete part.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redact } from './answer/filter/index.ts';
import { createAnswerer } from './answer/index.ts';
import { createSearch } from './answer/knowledge/search.ts';
import { createExtractiveModel } from './answer/models/extractive.ts';
import { createOpenAiModel } from './answer/models/openai.ts';
import { createMemoryBus } from './connect/bus.ts';
import { consoleLog } from './connect/console-log.ts';
import { createHandoffs } from './connect/handoffs.ts';
import { randomIds } from './connect/ids.ts';
import { createRunner } from './connect/runner.ts';
import { createHeuristicClassifier } from './core/classifier/index.ts';
import { type Core, createCore } from './core/index.ts';
import { createLive } from './core/live.ts';
import type { Model } from './core/model.ts';
import type { Answerer, Clock, Log } from './core/ports.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import type { Parts } from './core/turn-state.ts';
import { supportAiFace } from './faces/support-ai/index.ts';
import { createAssets } from './http/assets.ts';
import { identifyBy } from './http/caller.ts';
import { createHttp, type Http } from './http/index.ts';
import { memoryRateLimit } from './http/limits.ts';
import { openApiOf } from './http/openapi.ts';
import { createJobs, type Jobs } from './jobs/index.ts';
import { type ResolvedOptions, resolveOptions, type SupportKitOptions, settingsFrom } from './options.ts';
import { openStore } from './store/open.ts';

export interface SupportKit extends Http {
	core: Core;
	/** Brings the tables up to date; call it before the first request. Safe to call at every start. */
	migrate(): Promise<{ applied: string[] }>;
	jobs: Jobs;
	/** The OpenAPI 3.1 document of each face, by the face's name. */
	openapi(): Record<string, unknown>;
	/** Stops what runs, keeps what was said, closes the database. */
	close(): Promise<void>;
}

/**
 * Puts the kit together. Opens no port: mount `middleware` in Koa, or `callback` anywhere else.
 * @throws Error that names each wrong option by its path
 */
export function createSupportKit(given: SupportKitOptions): SupportKit {
	const options = resolveOptions(given);
	const settings = settingsFrom(options);
	const log = options.log ?? consoleLog;
	const { store, migrate, close: closeStore } = openStore(options.database);
	const parts = partsOf(options, settings, store, log);
	const jobs = createJobs(parts);
	let open = true;
	const streams = new Set<() => void>();
	const faces = [supportAiFace(parts, options.paths.supportAi)];
	const { middleware, callback } = createHttp(faces, createAssets(widgetFolder(), options.paths.assets), {
		identify: identifyBy(options.auth),
		origins: options.origins,
		requestIds: () => parts.ids.make('req'),
		defaultLocale: options.defaultLocale,
		log,
		open: () => open,
		repeats: store.idempotency,
		now: parts.clock.now,
		streams,
	});
	return {
		middleware,
		callback,
		core: createCore(parts),
		jobs,
		openapi: () => Object.fromEntries(faces.map((face) => [face.name, openApiOf(face, VERSION)])),
		async migrate() {
			const applied = await migrate();
			jobs.start();
			return applied;
		},
		async close() {
			open = false;
			await jobs.stop();
			await parts.live.close();
			for (const end of streams) end();
			await closeStore();
		},
	};
}

const VERSION = '0.1.0';

const systemClock: Clock = { now: () => Date.now() };

function partsOf(options: ResolvedOptions, settings: Settings, store: Store, log: Log): Parts {
	const clock = options.clock ?? systemClock;
	const ids = options.ids ?? randomIds;
	return {
		store,
		settings,
		log,
		clock,
		ids,
		live: createLive(),
		answerer: answererOf(options, settings, store, log),
		classifier: options.classifier ?? createHeuristicClassifier(),
		redact,
		handoffs: createHandoffs(options.secret, clock),
		rates: { messages: memoryRateLimit(options.rates.messages) },
		bus: createMemoryBus(),
		runner: createRunner(ids.make('run')),
	};
}

function answererOf({ model: chosen }: ResolvedOptions, settings: Settings, store: Store, log: Log): Answerer | null {
	if (chosen === null) return null;
	const search = createSearch(store.knowledge);
	const tools = typeof chosen === 'object' && 'tools' in chosen && chosen.tools === true;
	return createAnswerer({ search, model: modelOf(chosen), tools, settings, log });
}

function modelOf(chosen: NonNullable<ResolvedOptions['model']>): Model {
	if (chosen === 'extractive') return createExtractiveModel({});
	return 'answer' in chosen ? chosen : createOpenAiModel(chosen);
}

/** The built widget; an empty string where it was not built: the API works without it. */
function widgetFolder(): string {
	const loader = fileURLToPath(import.meta.resolve('@deskbell/widget/deskbell.js'));
	const folder = dirname(loader);
	return existsSync(loader) && existsSync(join(folder, 'deskbell')) ? folder : '';
}
