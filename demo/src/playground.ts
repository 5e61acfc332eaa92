// The playground's own routes: hands out tokens for made-up people, tells what an answer knew, and lets an agent work on cases.

import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { casesOf, type People } from './cases.ts';
import { type DeskTicket, type DeskTickets, deskCaller } from './desk.ts';
import { findPerson, people } from './people.ts';
import { Refusal, readJson, refuseForeignPages, showFailures } from './requests.ts';
import type { MintToken } from './tokens.ts';

export interface PlaygroundOptions {
	core: { tickets: DeskTickets; people: People };
	mintToken: MintToken;
}

const name = z
	.string()
	.regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'use 1 to 63 of a-z, 0-9, _ and -, starting with a letter or digit');
const line = z.string().trim().min(1).max(200);

const tokenRequest = z.strictObject({
	tenant: name,
	user: name,
	roles: z
		.array(z.enum(['customer', 'agent', 'admin']))
		.min(1)
		.max(3)
		.default(['customer']),
	name: line.optional(),
	email: z.email().optional(),
	plan: line.optional(),
	locale: z
		.string()
		.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'use a BCP 47 tag such as de-CH')
		.optional(),
});

const commentRequest = z.strictObject({
	body: z.string().trim().min(1).max(10_000),
	visibility: z.enum(['public', 'internal']),
	author: line.optional(),
});

const statusRequest = z.strictObject({ status: z.enum(['open', 'pending', 'resolved', 'closed']) });

type Handle = (ctx: Context, params: Params) => Promise<void> | void;
type Params = Record<string, string | undefined>;
type Route = readonly [method: 'GET' | 'POST', path: string, handle: Handle];

/**
 * Everybody who reaches these routes may act as anybody: they belong on a developer's machine and nowhere else.
 * POST takes JSON of at most 64 KiB and refuses requests from pages of another site.
 */
export function playground({ core, mintToken }: PlaygroundOptions): Middleware {
	const routes: readonly Route[] = [
		['GET', '/playground/people', listPeople],
		['POST', '/playground/token', signIn(mintToken)],
		['GET', '/playground/cases/:tenant/:user', tellCases(core.people)],
		['GET', '/playground/desk/:tenant/cases', listCases(core.tickets)],
		['GET', '/playground/desk/:tenant/cases/:id', showCase(core.tickets)],
		['POST', '/playground/desk/:tenant/cases/:id/comments', addComment(core.tickets)],
		['POST', '/playground/desk/:tenant/cases/:id/status', setStatus(core.tickets)],
	];
	const known = routes.map(([method, path, handle]) => ({
		method,
		pattern: new URLPattern({ pathname: path }),
		handle,
	}));
	return async (ctx, next) => {
		for (const { method, pattern, handle } of known) {
			const match = method === ctx.method ? pattern.exec({ pathname: ctx.path }) : null;
			if (!match) continue;
			const work = async () => handle(ctx, match.pathname.groups);
			return showFailures(ctx, () => refuseForeignPages(ctx, work));
		}
		return next();
	};
}

function listPeople(ctx: Context): void {
	ctx.body = { people };
}

function signIn(mintToken: MintToken): Handle {
	return async (ctx) => {
		const wish = tokenRequest.parse(await readJson(ctx.req));
		const known = findPerson(wish.tenant, wish.user);
		const { token, expiresAt, claims } = await mintToken({
			tenantId: wish.tenant,
			userId: wish.user,
			userRoles: wish.roles,
			name: wish.name ?? known?.name,
			userEmail: wish.email ?? known?.email,
			plan: wish.plan ?? known?.plan ?? undefined,
			locale: wish.locale,
		});
		ctx.body = { token, claims, expires_at: expiresAt };
	};
}

function tellCases(people: People): Handle {
	return async (ctx, params) => {
		const person = { tenantId: tenantOf(params), userId: name.parse(params.user) };
		ctx.body = { cases: await casesOf(people, person) };
	};
}

function listCases(tickets: DeskTickets): Handle {
	return async (ctx, params) => {
		const page = await tickets.listForDesk(deskCaller(tenantOf(params)), { limit: 100 });
		ctx.body = { cases: page.tickets.map(withoutComments), nextCursor: page.nextCursor };
	};
}

function showCase(tickets: DeskTickets): Handle {
	return async (ctx, params) => {
		ctx.body = { case: await tickets.getForDesk(deskCaller(tenantOf(params)), caseOf(params)) };
	};
}

function addComment(tickets: DeskTickets): Handle {
	return async (ctx, params) => {
		const { author, ...words } = commentRequest.parse(await readJson(ctx.req));
		const agent = deskCaller(tenantOf(params), author);
		const { comment, ticket } = await tickets.comment(agent, caseOf(params), words);
		ctx.status = 201;
		ctx.body = { comment, case: withoutComments(ticket) };
	};
}

function setStatus(tickets: DeskTickets): Handle {
	return async (ctx, params) => {
		const { status } = statusRequest.parse(await readJson(ctx.req));
		const ticket = await tickets.setStatus(deskCaller(tenantOf(params)), caseOf(params), status);
		ctx.body = { case: withoutComments(ticket) };
	};
}

function tenantOf(params: Params): string {
	return name.parse(params.tenant);
}

function caseOf(params: Params): number {
	const id = Number(params.id);
	if (!Number.isSafeInteger(id) || id < 1) throw new Refusal(404, 'not_found', 'There is no such case.');
	return id;
}

function withoutComments({ comments: _, ...ticket }: DeskTicket): Omit<DeskTicket, 'comments'> {
	return ticket;
}
