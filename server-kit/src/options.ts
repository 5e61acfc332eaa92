// What a host may decide. One strict schema, checked at start: an error names the path and what to do.

import { z } from 'zod';
import type { Caller } from './core/caller.ts';
import { localeOf } from './core/locale.ts';
import type { Model } from './core/model.ts';
import type { Clock, Ids, Log } from './core/ports.ts';
import type { Settings } from './core/settings.ts';
import type { Classifier } from './core/turn-state.ts';

const amount = z.number().int().nonnegative().nullable();
const limits = z.strictObject({
	messages: amount.default(null),
	tokens: amount.default(null),
	costUsd: z.number().nonnegative().nullable().default(null),
});
const origin = z
	.string()
	.refine((text) => URL.canParse(text) && new URL(text).origin === text, 'an origin such as https://www.example.com');

/** A function or an object of the host's: we check that it is there, its types check the rest. */
const handed = <T>(what: string, test: (value: unknown) => boolean) => z.custom<T>(test, what);
const isFunction = (value: unknown) => typeof value === 'function';
const has = (name: string) => (value: unknown) =>
	typeof value === 'object' && value !== null && isFunction(Reflect.get(value, name));

/** What `authenticate` is handed: the parts of a Koa context that identify a person. */
export interface AuthContext {
	/** Lower-case names. */
	headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Node's request, on which the host's own middleware may have put its session. */
	req: unknown;
	/** Koa's `ctx.state` where the host mounts the kit in Koa; empty elsewhere. */
	state: Readonly<Record<string, unknown>>;
}

const claims = z.strictObject({
	tenantId: z.string().default('tenantId'),
	userId: z.string().default('userId'),
	name: z.string().default('name'),
	email: z.string().default('userEmail'),
	roles: z.string().default('userRoles'),
	plan: z.string().default('plan'),
	locale: z.string().default('locale'),
});

const jwt = z.strictObject({
	/** HS256: one secret of at least 32 characters, or one per tenant. */
	secret: z
		.union([
			z.string().min(32),
			z
				.record(z.string(), z.string().min(32))
				.refine((secrets) => Object.keys(secrets).length > 0, 'name at least one tenant'),
		])
		.optional(),
	/** RS256 or ES256: where the public keys are. */
	jwksUrl: z.url().optional(),
	issuer: z.string().min(1),
	audience: z.string().min(1),
	claims: claims.prefault({}),
});

const openAiModel = z.strictObject({
	/** Any OpenAI-compatible endpoint. */
	baseURL: z.url().optional(),
	apiKey: z.string().min(1),
	model: z.string().min(1),
	/** Lets the model look up more articles by itself. Switch off for servers without tool calls. */
	tools: z.boolean().default(true),
	firstByteTimeoutMs: z.number().int().positive().optional(),
	idleTimeoutMs: z.number().int().positive().optional(),
	/** US dollars per million tokens. */
	prices: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
});

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
	/** Signs hand-over tokens. At least 32 characters; the same in every process. */
	secret: z.string().min(32),
	auth: z
		.strictObject({
			authenticate: handed<(ctx: AuthContext) => Caller | null | Promise<Caller | null>>(
				'a function',
				isFunction,
			).optional(),
			jwt: jwt.optional(),
		})
		.refine((auth) => auth.authenticate || auth.jwt, 'give authenticate, jwt, or both: someone must say who calls')
		.refine(
			(auth) => !auth.jwt || Boolean(auth.jwt.secret) !== Boolean(auth.jwt.jwksUrl),
			'jwt needs either secret or jwksUrl',
		),
	/** `extractive` quotes the knowledge base and needs no key; null wires no model. */
	model: z
		.union([z.literal('extractive'), openAiModel, handed<Model>('a model', has('answer')), z.null()])
		.default('extractive'),
	classifier: handed<Classifier>('a classifier', has('classify')).optional(),
	/** Where the site that shows the widget may live, besides this server's own origin. */
	origins: z.array(origin).default([]),
	paths: z
		.strictObject({
			supportAi: z
				.string()
				.regex(/^\/\S*[^/]$/)
				.default('/api/support/ai'),
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
			version: z.string().min(1).max(40).default('1'),
			texts: z.record(z.string(), z.string().min(1).max(4000)).default({}),
			url: z.url().nullable().default(null),
		})
		.prefault({}),
	quota: z
		.strictObject({
			period: z.enum(['day', 'month']).default('day'),
			user: limits.prefault({ messages: 200 }),
			tenant: limits.prefault({}),
			global: limits.prefault({}),
		})
		.prefault({}),
	rates: z
		.strictObject({
			messages: z
				.strictObject({
					limit: z.number().int().positive().default(20),
					windowSeconds: z.number().int().positive().default(60),
				})
				.prefault({}),
		})
		.prefault({}),
	answer: z
		.strictObject({
			maxOutputTokens: z.number().int().positive().default(1024),
			maxPromptTokens: z.number().int().min(500).default(6000),
			maxSeconds: z.number().positive().max(600).default(120),
		})
		.prefault({}),
	escalation: z.strictObject({ ticketFormUrl: z.string().min(1).default('/support/cases/new') }).prefault({}),
	clock: handed<Clock>('a clock', has('now')).optional(),
	ids: handed<Ids>('a source of ids', has('make')).optional(),
	log: handed<Log>('a logger', has('error')).optional(),
});

export type SupportKitOptions = z.input<typeof optionsSchema>;
export type ResolvedOptions = z.output<typeof optionsSchema>;

/** @throws Error that names every wrong option by its path */
export function resolveOptions(options: SupportKitOptions): ResolvedOptions {
	const checked = optionsSchema.safeParse(options);
	if (!checked.success) throw new Error(`createSupportKit: ${describe(checked.error)}`);
	refuseUnsafe(checked.data);
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
	const { enabled, jsonTurns, disclosure, answer, escalation, defaultLocale, quota } = options;
	const scope = ({ messages, tokens, costUsd }: ResolvedOptions['quota']['user']) => ({
		messages,
		tokens,
		cost: costUsd === null ? null : microDollars(costUsd),
	});
	const { user, tenant, global } = quota;
	return {
		enabled,
		jsonTurns,
		disclosure,
		quota: { period: quota.period, limits: { user: scope(user), tenant: scope(tenant), global: scope(global) } },
		answer: { ...answer, prices: pricesOf(options) },
		escalation,
		defaultLocale,
	};
}

function pricesOf({ model }: ResolvedOptions): Settings['answer']['prices'] {
	const prices = model !== null && typeof model === 'object' && 'prices' in model ? model.prices : undefined;
	return { input: microDollars(prices?.input ?? 0), output: microDollars(prices?.output ?? 0) };
}

function microDollars(dollars: number): number {
	return Math.round(dollars * 1_000_000);
}
