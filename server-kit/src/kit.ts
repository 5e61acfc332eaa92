// The composition root: the only file that knows every concrete part.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redact } from './answer/filter/index.ts';
import { createAnswerer } from './answer/index.ts';
import { readArticle } from './answer/knowledge/article.ts';
import { createSearch, type KnowledgeSearch } from './answer/knowledge/search.ts';
import { createModelClassifier } from './answer/model-classifier.ts';
import { modelLabels } from './answer/model-labels.ts';
import { createExtractiveModel } from './answer/models/extractive.ts';
import { withFallback } from './answer/models/fallback.ts';
import { createOpenAiModel } from './answer/models/openai.ts';
import { consoleLog } from './connect/console-log.ts';
import { createHandoffs } from './connect/handoffs.ts';
import { hostLog } from './connect/host-log.ts';
import { randomIds } from './connect/ids.ts';
import { pseudonymsFrom } from './connect/pseudonyms.ts';
import { createRunner } from './connect/runner.ts';
import { connectShared, type Shared } from './connect/shared.ts';
import { createVisitors } from './connect/visitors.ts';
import { createCheckpoints } from './core/checkpoint.ts';
import { guarded } from './core/classifier/guarded.ts';
import type { HostIntent } from './core/classifier/host-intent.ts';
import { createLocalClassifier } from './core/classifier/index.ts';
import { type Core, createCore } from './core/index.ts';
import type { Search } from './core/knowledge.ts';
import { createLive } from './core/live.ts';
import type { Model } from './core/model.ts';
import { settingsWith } from './core/own-settings.ts';
import type { Answerer, Clock, Log, RateName, Visitors } from './core/ports.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import { createTenants } from './core/tenants.ts';
import type { Classifier, Parts, SecondClassifier } from './core/turn-state.ts';
import { supportAiFace } from './faces/support-ai/index.ts';
import { createAssets } from './http/assets.ts';
import { identifyBy } from './http/caller.ts';
import { createHttp, type Http } from './http/index.ts';
import { openApiOf } from './http/openapi.ts';
import { createJobs, type Jobs } from './jobs/index.ts';
import { jobsOf } from './jobs/list.ts';
import { type ResolvedOptions, resolveOptions, type SupportKitOptions, settingsFrom } from './options.ts';
import { openStore } from './store/open.ts';

export interface SupportKit extends Http {
	core: Core;
	/** Brings the tables up to date; call it before the first request. Safe to call at every start. */
	migrate(): Promise<{ applied: string[] }>;
	jobs: Jobs;
	/** The OpenAPI 3.1 document of each face, by the face's name. */
	openapi(): Record<string, unknown>;
	/**
	 * New requests are answered with 503. Answers under way get `answer.graceSeconds` to come to their end, then are
	 * interrupted, and what was said is kept. Then open streams end and the database is closed.
	 */
	close(): Promise<void>;
}

/**
 * Puts the kit together. Opens no port: mount `middleware` in Koa, or `callback` anywhere else.
 * @throws Error that names each wrong option by its path
 */
export function createSupportKit(given: SupportKitOptions): SupportKit {
	const options = resolveOptions(given);
	const settings = settingsFrom(options);
	const log = options.log ? hostLog(options.log) : consoleLog;
	const { store, migrate, close: closeStore } = openStore(options.database);
	const shared = connectShared(options, log);
	const search = searchIn(store, options);
	const answererWith = answerersOf(options, search, log);
	const parts: Parts = {
		...partsOf(options, settings, store, log, shared),
		search,
		answerer: answererWith(settings),
	};
	const tenants = createTenants(parts, (own) => {
		const ofTenant = settingsWith(settings, own);
		const classifier = own.intents?.length ? classifierOf(options, log, own.intents) : parts.classifier;
		const answerer = own.allowedHosts?.length ? answererWith(ofTenant) : parts.answerer;
		return { ...parts, settings: ofTenant, classifier, answerer };
	});
	const jobs = createJobs(jobsOf(parts), parts);
	let open = true;
	const streams = new Set<() => void>();
	const faces = [supportAiFace(parts, tenants, options.paths.supportAi)];
	const { middleware, callback } = createHttp(faces, createAssets(widgetFolder(), options.paths.assets), {
		identify: identifyBy(options.auth, parts.visitors, log),
		trustedProxies: options.auth.visitors?.trustedProxies ?? 0,
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
			void search
				.warm()
				.catch((cause) => log.warn('the knowledge index could not be built ahead', { cause: String(cause) }));
			return applied;
		},
		async close() {
			open = false;
			await jobs.stop();
			await parts.live.close(settings.answer.graceSeconds * 1000);
			for (const end of streams) end();
			shared.close();
			await search.close();
			await closeStore();
		},
	};
}

const VERSION = '0.1.0';

const systemClock: Clock = { now: () => Date.now() };

function partsOf(
	options: ResolvedOptions,
	settings: Settings,
	store: Store,
	log: Log,
	shared: Shared<RateName>,
): Omit<Parts, 'search' | 'answerer'> {
	const clock = options.clock ?? systemClock;
	const ids = options.ids ?? randomIds;
	return {
		store,
		settings,
		log,
		clock,
		ids,
		checkpoints: createCheckpoints({ store, clock, log }),
		live: createLive(settings.answer),
		classifier: classifierOf(options, log),
		secondClassifier: secondClassifierOf(options),
		redact,
		readArticle,
		handoffs: createHandoffs(options.secret, clock),
		visitors: visitorsOf(options, clock),
		pseudonymOf: pseudonymsFrom(options.secret),
		rates: shared.rates,
		bus: shared.bus,
		runner: createRunner(ids.make('run')),
	};
}

function visitorsOf({ auth, secret, origins }: ResolvedOptions, clock: Clock): Visitors | null {
	return auth.visitors && createVisitors(auth.visitors, { secret, clock, origins });
}

/** @param more intents of a tenant's, beside the host's */
function classifierOf(
	{ classifier: { own, intents, refuse } }: ResolvedOptions,
	log: Log,
	more: readonly HostIntent[] = [],
): Classifier {
	const local = createLocalClassifier({ intents: [...intents, ...more], refuse });
	return own ? guarded(own, local, log) : local;
}

/** A model beside the local classifier, where the host wants one. */
function secondClassifierOf({ classifier, model: answering }: ResolvedOptions): SecondClassifier | null {
	const { model: chosen, modelTimeoutMs: timeoutMs } = classifier;
	if (chosen === false || answering === null) return null;
	const model = chosen === true ? modelOf(answering) : createOpenAiModel(chosen);
	return createModelClassifier({ model, labels: modelLabels(classifier), timeoutMs });
}

function searchIn({ knowledge }: Store, options: ResolvedOptions): KnowledgeSearch {
	const { synonyms, indexMemoryMb } = options.knowledge;
	return createSearch(knowledge, { synonyms, memoryBytes: indexMemoryMb * 1024 * 1024 });
}

/** One model for all: that it is busy, it is for everybody. */
function answerersOf(
	{ model: chosen }: ResolvedOptions,
	search: Search,
	log: Log,
): (settings: Settings) => Answerer | null {
	if (chosen === null) return () => null;
	const model = modelOf(chosen);
	const tools = typeof chosen === 'object' && 'tools' in chosen && chosen.tools === true;
	return (settings) => createAnswerer({ search, model, tools, settings, log });
}

function modelOf(chosen: NonNullable<ResolvedOptions['model']>): Model {
	if (chosen === 'extractive') return createExtractiveModel({});
	if ('answer' in chosen) return chosen;
	const { fallback, ...first } = chosen;
	const model = createOpenAiModel(first);
	return fallback ? withFallback([model, createOpenAiModel(fallback)]) : model;
}

/** The built widget; an empty string where it was not built: the API works without it. */
function widgetFolder(): string {
	const loader = fileURLToPath(import.meta.resolve('@deskbell/widget/deskbell.js'));
	const folder = dirname(loader);
	return existsSync(loader) && existsSync(join(folder, 'deskbell')) ? folder : '';
}
