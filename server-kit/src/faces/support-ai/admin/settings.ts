// What a tenant decides for itself: read it, replace it.

import { z } from 'zod';
import { changeSettings } from '../../../core/admin-settings.ts';
import { actorOf } from '../../../core/audit.ts';
import { intentFault, LABEL } from '../../../core/classifier/labels.ts';
import { isHost } from '../../../core/filter.ts';
import { localeOf } from '../../../core/locale.ts';
import type { OwnIntent, OwnSettings } from '../../../core/own-settings.ts';
import type { QuotaLimits } from '../../../core/records.ts';
import type { Parts } from '../../../core/turn-state.ts';
import { json, type Route, route } from '../../../http/route.ts';
import { plain, said } from '../fields.ts';
import * as answers from './settings-schemas.ts';
import { microDollars, settingsView } from './settings-view.ts';

const language = z
	.string()
	.refine((tag) => localeOf(tag) !== undefined, 'Value error, a BCP 47 language tag is needed');
const byLanguage = (longest: number) => z.record(language, said(longest));
const amount = z.int().nonnegative().nullable().optional();

const limits = z.strictObject({
	messages: amount.meta({ description: 'Null: no limit' }),
	tokens: amount.meta({ description: 'Null: no limit' }),
	cost: z
		.string()
		.refine((text) => /^\d{1,9}(?:\.\d{1,6})?$/.test(text), 'Value error, a decimal number such as 12.50 is needed')
		.nullable()
		.optional()
		.meta({ description: 'US dollars as a decimal number; null: no limit', example: '12.50' }),
});

const intent = z
	.strictObject({
		label: z
			.string()
			.refine((label) => LABEL.test(label), 'Value error, a name such as delivery_time is needed')
			.meta({ description: 'A label of ours, to add examples to it, or a name of your own' }),
		examples: z
			.array(said(500))
			.min(1)
			.max(500)
			.meta({ description: 'Sentences as customers write them; five to twenty work well' }),
		refused: z.boolean().default(false).meta({ description: 'Told a fixed sentence; no model is asked' }),
		answer: byLanguage(2000).optional().meta({ description: 'That sentence, by language' }),
	})
	.superRefine((given, context) => {
		const fault = intentFault(given);
		if (fault) context.addIssue({ code: 'custom', path: fault.path, message: `Value error, ${fault.message}` });
	});

const disclosure = z.strictObject({
	version: said(40).optional().meta({ description: 'Another version asks everybody to accept again' }),
	texts: byLanguage(4000).optional().meta({ description: 'By language; the host’s and ours stand in' }),
	url: z
		.url({ protocol: /^https?$/ })
		.max(2000)
		.nullable()
		.optional()
		.meta({ description: 'Where to read more' }),
});

/** A hundred years: what is longer is a mistake. */
const MOST_DAYS = 36_500;

const change = z.strictObject({
	version: z
		.int()
		.nonnegative()
		.meta({ description: 'The one that was read; 0 where nothing was ever set', example: 0 }),
	enabled: z.boolean().optional().meta({ description: 'False switches the AI off; cases go on working' }),
	disclosure: disclosure.optional().meta({ description: 'What customers accept before their first message' }),
	limits: z
		.strictObject({
			user: limits.optional().meta({ description: 'Of each person' }),
			tenant: limits.optional().meta({ description: 'Of all together' }),
		})
		.optional()
		.meta({ description: 'For each period of the quota' }),
	intents: z.array(intent).max(100).optional().meta({ description: 'Beside the host’s' }),
	allowed_hosts: z
		.array(z.string().refine(isHost, 'Value error, a host such as help.example.com or *.example.com is needed'))
		.max(200)
		.optional()
		.meta({ description: 'Where links in answers may lead, beside the host’s' }),
	retention_days: z
		.int()
		.min(1)
		.max(MOST_DAYS)
		.optional()
		.meta({ description: 'Conversations in which nothing has happened for so many days are deleted' }),
});

const usual = {
	...plain,
	path: '/admin/settings',
	action: 'settings:write',
	response: answers.settings,
} as const;

export function settingsRoutes(parts: Parts): Route[] {
	return [
		route({
			...usual,
			method: 'get',
			operationId: 'getSettings',
			summary: 'What the tenant decided, and what holds',
			body: null,
			errors: ['unauthenticated'],
			handle: async ({ caller }) =>
				json(settingsView(await parts.store.settings.read(caller.tenantId), caller, parts.settings)),
		}),
		route({
			...usual,
			method: 'put',
			operationId: 'putSettings',
			summary: 'Replaces what the tenant decided',
			description: 'What is left out is the host’s again. Holds for the next turn here, and within seconds elsewhere.',
			body: change,
			errors: ['unauthenticated', 'settings_conflict', 'setting_without_effect'],
			async handle({ caller, body }) {
				const { version, ...given } = body;
				const who = { tenantId: caller.tenantId, actor: actorOf(caller) };
				const changed = await changeSettings(who, { version, own: ownFrom(given) }, parts);
				return json(settingsView(changed, caller, parts.settings));
			},
		}),
	];
}

type Given = Omit<z.output<typeof change>, 'version'>;

/** Without what was left out, so that a key is there only where something was decided. */
function ownFrom({ limits: given, allowed_hosts, retention_days, intents, ...same }: Given): OwnSettings {
	const own = {
		...same,
		intents: intents as OwnIntent[] | undefined,
		allowedHosts: allowed_hosts,
		retentionDays: retention_days,
		limits: given && { user: given.user && limitsFrom(given.user), tenant: given.tenant && limitsFrom(given.tenant) },
	};
	return JSON.parse(JSON.stringify(own));
}

function limitsFrom({ cost, ...rest }: z.output<typeof limits>): Partial<QuotaLimits> {
	const amounts = cost === undefined ? rest : { ...rest, cost: cost === null ? null : microDollars(cost) };
	return amounts as Partial<QuotaLimits>;
}
