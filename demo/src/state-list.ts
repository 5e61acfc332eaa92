// The states: for each degraded code what a desk must lack or be forbidden so that it is true; and a tool that waits.

import type { SupportKitOptions } from '@deskbell/server-kit';

/** What a desk of a state is made with. */
export interface Surroundings {
	/** Where the scripted model endpoint is. */
	upstream: string;
	/** A file whose table of passages is gone. */
	brokenDatabase: string;
}

export interface State {
	code: string;
	title: string;
	/** How it is made real. */
	how: string;
	/** What the person does before the widget asks. Without `accept` the notice about the AI is still open. */
	before: readonly ('accept' | 'message')[];
	/** What this desk has of its own. */
	options(around: Surroundings): Partial<SupportKitOptions>;
}

const everyTenant = () => true;
const scripted = (upstream: string, kind: string) => ({
	baseURL: `${upstream}/${kind}/v1`,
	apiKey: 'none',
	model: 'scripted',
});

export const STATES: readonly State[] = [
	{
		code: 'master_flag_off',
		title: 'Switched off',
		how: 'The host has switched the AI off for everybody. Cases go on.',
		before: ['accept'],
		options: () => ({ enabled: false }),
	},
	{
		code: 'tenant_disabled',
		title: 'Off for this tenant',
		how: 'The host has switched the AI off for the tenant of this person.',
		before: ['accept'],
		options: () => ({ tenants: { disabled: everyTenant } }),
	},
	{
		code: 'disclosure_required',
		title: 'Notice not accepted',
		how: 'A message is sent past the widget by somebody who has accepted nothing. The widget itself shows the notice first.',
		before: ['message'],
		options: () => ({}),
	},
	{
		code: 'rate_limited',
		title: 'Too fast',
		how: 'One message a minute is allowed. The first is sent before the widget asks, so the widget’s is the second.',
		before: ['accept', 'message'],
		options: () => ({ rates: { messages: { limit: 1, windowSeconds: 60 } } }),
	},
	{
		code: 'quota_exceeded',
		title: 'Quota used up',
		how: 'A person may have no answer at all in this period.',
		before: ['accept'],
		options: () => ({ quota: { user: { messages: 0 } } }),
	},
	{
		code: 'cost_cap_reached',
		title: 'Cost cap reached',
		how: 'The model costs money, and nothing may be spent on this person.',
		before: ['accept'],
		options: () => ({ quota: { user: { costUsd: 0 } }, prices: { '*': { input: 3, output: 15 } } }),
	},
	{
		code: 'runtime_not_wired',
		title: 'No model',
		how: 'The host has wired no model.',
		before: ['accept'],
		options: () => ({ model: null }),
	},
	{
		code: 'vendor_outage',
		title: 'Model down',
		how: 'The model’s endpoint answers every request with 503.',
		before: ['accept'],
		options: ({ upstream }) => ({ model: scripted(upstream, 'outage') }),
	},
	{
		code: 'model_timeout',
		title: 'Model silent',
		how: 'The model’s endpoint takes the request and never answers. The desk waits two seconds for the first byte.',
		before: ['accept'],
		options: ({ upstream }) => ({ model: { ...scripted(upstream, 'silence'), firstByteTimeoutMs: 2000 } }),
	},
	{
		code: 'retrieval_unavailable',
		title: 'Search broken',
		how: 'This desk has a database of its own, whose table of passages was dropped.',
		before: ['accept'],
		options: ({ brokenDatabase }) => ({ database: brokenDatabase }),
	},
	{
		code: 'output_blocked',
		title: 'Answer withheld',
		how: 'The model’s endpoint promises what the host has banned. The filter stops the answer at the banned words.',
		before: ['accept'],
		options: ({ upstream }) => ({
			model: scripted(upstream, 'promise'),
			filter: { banned: [{ name: 'refund-promise', phrases: ['guaranteed refund'] }] },
		}),
	},
	{
		code: 'waiting_approval',
		title: 'Tool waits for approval',
		how: 'The model’s endpoint asks for a tool that changes something. Nothing is run until the person approves; the answer then goes on.',
		before: ['accept'],
		options: ({ upstream }) => ({ model: scripted(upstream, 'tool') }),
	},
];
