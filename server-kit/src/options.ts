// What a host may decide. One strict schema, checked at start: an error names the path and what to do.

import { z } from 'zod';
import type { OnErased } from './core/erasure-notices.ts';
import { localeOf } from './core/locale.ts';
import type { Clock, Ids } from './core/ports.ts';
import type { Settings } from './core/settings.ts';
import { answer } from './options/answer.ts';
import { auth } from './options/auth.ts';
import { classifier, refusalsFrom, refuseModelless } from './options/classifier.ts';
import { context, contextFrom } from './options/context.ts';
import { refuseKeyless } from './options/embeddings.ts';
import { escalation, escalationFrom } from './options/escalation.ts';
import { filter, filterFrom } from './options/filter.ts';
import { handed, has, isFunction } from './options/handed.ts';
import { jobs, refuseQueueless } from './options/jobs.ts';
import { knowledge } from './options/knowledge.ts';
import { quota, quotaFrom, rates } from './options/limits.ts';
import { model, namesOf, priceTable } from './options/model.ts';
import { log, metrics, tracing } from './options/observe.ts';
import { dearestOf, prices, pricesFrom } from './options/prices.ts';
import { redis } from './options/redis.ts';
import { tenantDisabledBy, tenants } from './options/tenants.ts';
import { toolApprovalMinutes, tools } from './options/tools.ts';
import { webhooks } from './options/webhooks.ts';

const origin = z
	.string()
	.refine((text) => URL.canParse(text) && new URL(text).origin === text, 'an origin such as https://www.example.com');

export const optionsSchema = z.strictObject({
	/** A file path, `:memory:`, `mysql://…` or `postgres://…`. */
	database: z
		.string()
		.min(1)
		.refine(
			(text) => !/^\w+:\/\//.test(text) || URL.canParse(text),
			'a URL that can be read; percent-encode the password',
		)
		.default('deskbell.sqlite'),
	/** A statement that a database server leaves unanswered for so long is given up, and answered with 503. */
	databaseTimeoutSeconds: z.number().int().min(1).max(3600).default(30),
	/** Signs hand-over tokens and visitors' tokens, and hides names in ledgers. At least 32 characters; the same in every process. */
	secret: z.string().min(32),
	auth,
	model,
	prices,
	classifier,
	/** Where the site that shows the widget may live, besides this server's own origin. */
	origins: z.array(origin).default([]),
	paths: z
		.strictObject({
			supportAi: z
				.string()
				.regex(/^\/\S*[^/]$/)
				.default('/api/support/ai'),
			/** Served where `context` is given; below it only `/health` and `/cases` are ours. */
			gateway: z
				.string()
				.regex(/^\/\S*[^/]$/)
				.default('/api'),
			/** The folder of `deskbell.js`. */
			assets: z
				.string()
				.regex(/^\/(\S*[^/])?$/)
				.default('/'),
		})
		.prefault({}),
	enabled: z.boolean().default(true),
	jsonTurns: z.boolean().default(true),
	defaultLocale: z
		.string()
		.max(35)
		.refine((tag) => localeOf(tag) !== undefined, 'a BCP 47 tag such as de-CH')
		.default('en'),
	disclosure: z
		.strictObject({
			required: z.boolean().default(true),
			/** Whether a case of the gateway waits for it too. Its client is a page of the host's, which says so itself. */
			gateway: z.boolean().default(false),
			version: z.string().min(1).max(40).default('1'),
			texts: z.record(z.string(), z.string().min(1).max(4000)).default({}),
			url: z.url().nullable().default(null),
		})
		.prefault({}),
	quota,
	rates,
	redis,
	jobs,
	tenants,
	answer,
	knowledge,
	/** Null: the host tells nothing of its users, and the gateway is not served. */
	context,
	/** What a model may do for a person beside answering: see `docs/tools.md`. */
	tools,
	/** How long a call waits for the person who must approve it. */
	toolApprovalMinutes,
	filter,
	erasure: z
		.strictObject({
			/** A file outside of the database's backups to which each erasure is added: `deskbell erase --replay-ledger` reads it. */
			ledger: z.string().min(1).nullable().default(null),
			/** Told of each person who was erased, again until it resolves: what you and your vendors keep of them is yours to erase. */
			onErased: handed<OnErased>('a function', isFunction).nullable().default(null),
		})
		.prefault({}),
	/** Conversations in which nothing has happened for so many days are deleted; a tenant may decide otherwise. */
	retention: z.strictObject({ days: z.number().int().min(1).max(36_500).nullable().default(null) }).prefault({}),
	escalation,
	webhooks,
	clock: handed<Clock>('a clock', has('now')).optional(),
	ids: handed<Ids>('a source of ids', has('make')).optional(),
	/** Warnings and errors as JSON lines on standard error where left out. */
	log,
	metrics,
	tracing,
});

export type SupportKitOptions = z.input<typeof optionsSchema>;
export type ResolvedOptions = z.output<typeof optionsSchema>;

/** @throws Error that names every wrong option by its path */
export function resolveOptions(options: SupportKitOptions): ResolvedOptions {
	const checked = optionsSchema.safeParse(options);
	if (!checked.success) throw new Error(`createSupportKit: ${describe(checked.error)}`);
	refuseUnsafe(checked.data);
	refuseModelless(checked.data);
	refuseQueueless(checked.data);
	refuseKeyless(checked.data);
	return checked.data;
}

function describe({ issues }: z.ZodError): string {
	return issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`).join('; ');
}

function refuseUnsafe({ database }: ResolvedOptions): void {
	if (process.env.NODE_ENV === 'production' && database === ':memory:')
		throw new Error('createSupportKit: database: ":memory:" forgets everything at a restart; name a file or a server');
}

export function settingsFrom(options: ResolvedOptions): Settings {
	const { enabled, jsonTurns, disclosure, answer, defaultLocale } = options;
	const priceOf = pricesFrom(priceTable(options));
	return {
		enabled,
		tenantDisabled: tenantDisabledBy(options.tenants),
		jsonTurns,
		disclosure,
		quota: quotaFrom(options.quota),
		priceOf,
		answer: { ...answer, prices: dearestOf(namesOf(options.model).map(priceOf)) },
		filter: filterFrom(options.filter, options.origins),
		context: contextFrom(options.context),
		escalation: escalationFrom(options.escalation),
		refusals: refusalsFrom(options.classifier),
		retentionDays: options.retention.days,
		defaultLocale,
	};
}
