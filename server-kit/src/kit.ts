// The composition root: the only file that knows every concrete part.

import { classifierOf, secondClassifierOf } from './answer/classifiers.ts';
import { redact, redactorFor } from './answer/filter/index.ts';
import { readArticle } from './answer/knowledge/article.ts';
import { indexer } from './answer/knowledge/indexer.ts';
import { createAnswerers } from './answer/models/answerers.ts';
import { type Chosen, chosenModel } from './answer/models/chosen.ts';
import { createEmbedder } from './answer/models/embed.ts';
import { searchesOf } from './answer/searches.ts';
import { createConnector } from './connect/connectors/index.ts';
import { createConsoleLog } from './connect/console-log.ts';
import { createHandoffs } from './connect/handoffs.ts';
import { connectHost } from './connect/host-context.ts';
import { hostLog } from './connect/host-log.ts';
import { randomIds } from './connect/ids.ts';
import { createLedgerFile } from './connect/ledger-file.ts';
import type { Readings } from './connect/metrics.ts';
import { connectObservers, type MetricsText, type Observers } from './connect/observers.ts';
import { pseudonymsFrom } from './connect/pseudonyms.ts';
import { connectJobs } from './connect/redis-jobs.ts';
import { createRunner } from './connect/runner.ts';
import { connectShared, type Shared } from './connect/shared.ts';
import { createVisitors } from './connect/visitors.ts';
import { connectWebhooks } from './connect/webhooks.ts';
import { createCheckpoints } from './core/checkpoint.ts';
import { createHealth, type Health } from './core/health.ts';
import { type Core, createCore } from './core/index.ts';
import { createLive } from './core/live.ts';
import { masked } from './core/masked.ts';
import type { Observer } from './core/observer.ts';
import { settingsWith } from './core/own-settings.ts';
import type { Clock, Log, RateName } from './core/ports.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import { createTenants, type Tenants } from './core/tenants.ts';
import type { Parts } from './core/turn-state.ts';
import { kicking } from './core/webhooks/kicking.ts';
import { gatewayFace } from './faces/gateway/index.ts';
import { supportAiFace } from './faces/support-ai/index.ts';
import { createAssets } from './http/assets.ts';
import { identifyBy } from './http/caller.ts';
import { createHttp, type Http } from './http/index.ts';
import { createMetricsDoor } from './http/metrics.ts';
import { openApiOf } from './http/openapi.ts';
import type { Face } from './http/route.ts';
import { widgetFolder } from './http/widget-folder.ts';
import { createBackground } from './jobs/background.ts';
import type { Jobs } from './jobs/index.ts';
import { embeddingsFrom } from './options/embeddings.ts';
import { namesOf } from './options/model.ts';
import { toolsFrom } from './options/tools.ts';
import { type ResolvedOptions, resolveOptions, type SupportKitOptions, settingsFrom } from './options.ts';
import { openStore } from './store/open.ts';
import { VERSION } from './version.ts';

export interface SupportKit extends Http {
	core: Core;
	/** Brings the tables up to date; call it before the first request. Safe to call at every start. */
	migrate(): Promise<{ applied: string[] }>;
	jobs: Jobs;
	/** Whether this process is fit to serve: for a probe, which must not wait. Asks no model. */
	health(): Promise<Health>;
	/** The metrics of this process as text for Prometheus; rejects where the option `metrics` is off. */
	metrics(): Promise<MetricsText>;
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
	const log = hostLog(options.log ?? createConsoleLog(), redact);
	const streams = new Set<() => void>();
	const observers = observersOf(options, log, {
		streams: () => streams.size,
		answers: () => parts.live.underWay(),
		pool: () => database.pool(),
		outbox: () => outbox.waiting(),
	});
	const { observer } = observers;
	const queue = connectJobs(options, log);
	const database = openStore(options.database, { watch: observer?.statement, indexer, ...databaseLimits(options) });
	const store = kicking(database.store, () => outbox.kick());
	const shared = connectShared(options, log);
	const { search, embedding } = searchesIn(options, { store, log, observer });
	const answerers = createAnswerers(options.model, { search, log, observer });
	const parts: Parts = {
		...partsOf(options, settings, { store, log, observer, shared }),
		search,
		answerer: answerers.of(settings),
	};
	const tenants = createTenants(parts, (own) => {
		const ofTenant = settingsWith(settings, own);
		const classifier = own.intents?.length ? classifierOf(options, log, own.intents) : parts.classifier;
		const answerer = own.allowedHosts?.length ? answerers.of(ofTenant) : parts.answerer;
		return { ...parts, settings: ofTenant, classifier, answerer };
	});
	const { outbox, jobs, stop } = createBackground(parts, { ...beatOf(options), queue, embedding });
	let open = true;
	const model = parts.answerer && answerers.feel;
	const checks = { store: database.ping, model, jobs: jobs.lately, redis: shared.feel };
	const { look: health } = createHealth({ open: () => open, checks, troubledJobs: jobs.troubled });
	const faces = facesOf(options, parts, tenants, health);
	const { middleware, callback } = httpOf(options, faces, parts, { observers, streams, open: () => open });
	return {
		middleware,
		callback,
		core: createCore(parts, tenants),
		jobs,
		openapi: () => Object.fromEntries(faces.map((face) => [face.name, openApiOf(face, VERSION)])),
		health,
		metrics: observers.metrics,
		async migrate() {
			const applied = await database.migrate();
			if (options.jobs.engine !== 'none') jobs.start();
			void search
				.warm()
				.catch((cause) => log.warn('the knowledge index could not be built ahead', { cause: String(cause) }));
			return applied;
		},
		async close() {
			open = false;
			await stop();
			await parts.live.close(settings.answer.graceSeconds * 1000);
			for (const end of streams) end();
			await shared.close();
			await search.close();
			await database.close();
			observers.close();
		},
	};
}

const systemClock: Clock = { now: () => Date.now() };

function facesOf({ paths }: ResolvedOptions, parts: Parts, tenants: Tenants, look: () => Promise<Health>): Face[] {
	const faces = [supportAiFace(parts, tenants, paths.supportAi)];
	if (parts.hostContext) faces.push(gatewayFace(parts, tenants, { basePath: paths.gateway, look, version: VERSION }));
	return faces;
}

interface Around {
	observers: Observers;
	streams: Set<() => void>;
	open(): boolean;
}

function httpOf(options: ResolvedOptions, faces: readonly Face[], parts: Parts, around: Around): Http {
	const { auth, metrics, origins, paths, defaultLocale } = options;
	const { log, observer } = parts;
	const door = metrics?.token ? createMetricsDoor(metrics.path, metrics.token, around.observers.metrics) : null;
	return createHttp(faces, createAssets(widgetFolder(), paths.assets), door, {
		identify: identifyBy(auth, parts.visitors, log),
		trustedProxies: auth.visitors?.trustedProxies ?? 0,
		origins,
		requestIds: () => parts.ids.make('req'),
		defaultLocale,
		log,
		observer,
		open: around.open,
		repeats: parts.store.idempotency,
		sealer: parts.webhooks.sealer,
		now: parts.clock.now,
		streams: around.streams,
	});
}

function observersOf(options: ResolvedOptions, log: Log, readings: Readings): Observers {
	const chosen = { ...options, models: namesOf(options.model) };
	return connectObservers(chosen, readings, (text) => masked(text, { redact, log }));
}

interface World {
	store: Store;
	log: Log;
	observer: Observer | null;
	shared: Shared<RateName>;
}

function beatOf({ erasure: { onErased }, jobs: { everySeconds } }: ResolvedOptions) {
	return { everyMs: everySeconds * 1000, onErased };
}

function databaseLimits({ databaseTimeoutSeconds }: ResolvedOptions) {
	return { silenceMs: databaseTimeoutSeconds * 1000 };
}

function partsOf(
	options: ResolvedOptions,
	settings: Settings,
	{ store, log, observer, shared }: World,
): Omit<Parts, 'search' | 'answerer'> {
	const clock = options.clock ?? systemClock;
	const ids = options.ids ?? randomIds;
	return {
		store,
		settings,
		log,
		observer,
		clock,
		ids,
		checkpoints: createCheckpoints({ store, clock, log }),
		live: createLive(settings.answer),
		classifier: classifierOf(options, log),
		secondClassifier: secondClassifierOf<Chosen>(options, (chosen) => chosenModel(chosen, observer)),
		redact,
		readArticle,
		handoffs: createHandoffs(options.secret, clock),
		hostContext: connectHost(options.context),
		tools: toolsFrom(options.tools, options.toolApprovalMinutes),
		connector: createConnector(options.escalation.connector, clock),
		redactorFor: (own) => redactorFor(own, settings.filter),
		visitors: options.auth.visitors && createVisitors(options.auth.visitors, { ...options, clock }),
		pseudonymOf: pseudonymsFrom(options.secret),
		outerLedger: options.erasure.ledger === null ? null : createLedgerFile(options.erasure.ledger),
		webhooks: connectWebhooks(options.webhooks, options.secret),
		rates: shared.rates,
		bus: shared.bus,
		runner: createRunner(ids.make('run')),
	};
}

function searchesIn(options: ResolvedOptions, world: Pick<World, 'store' | 'log' | 'observer'>) {
	const { clock = systemClock, ids = randomIds, jobs } = options;
	const { outgoing, embedded: told } = world.observer ?? {};
	const chosen = embeddingsFrom(options);
	const embeddings = chosen && { ...chosen, embedder: createEmbedder({ ...chosen, outgoing, told }) };
	return searchesOf(options.knowledge, embeddings, { ...world, clock, ids, kicks: jobs.engine !== 'none' });
}
