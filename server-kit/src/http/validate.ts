// Holds the request against the route's schemas. All three places are checked, so that one answer names every fault.

import type { z } from 'zod';
import type { Step } from './exchange.ts';
import { type RequestIssue, ValidationFailure } from './route.ts';

export const validate = (): Step => (ctx, next) => {
	const { deskbell } = ctx.state;
	const { route } = deskbell;
	if (!route) return next();
	const issues: RequestIssue[] = [];
	const check = (where: RequestIssue['in'], schema: z.ZodType, sent: unknown) => {
		const checked = schema.safeParse(sent);
		if (checked.success) return checked.data;
		issues.push(...checked.error.issues.map((issue) => ({ in: where, sent, issue })));
		return undefined;
	};
	deskbell.params = check('path', route.params, ctx.params ?? {});
	deskbell.query = check('query', route.query, { ...ctx.query });
	if (route.body) deskbell.body = check('body', route.body, deskbell.body ?? undefined);
	if (issues.length > 0) throw new ValidationFailure(firstOfEachPlace(issues));
	return next();
};

/** A value of the wrong type is not also too long: later checks of the same place say nothing more. */
function firstOfEachPlace(issues: readonly RequestIssue[]): RequestIssue[] {
	const placeOf = (one: RequestIssue) => [one.in, ...one.issue.path.map(String)].join('\n');
	const firsts = new Map(issues.toReversed().map((one) => [placeOf(one), one]));
	return issues.filter((one) => firsts.get(placeOf(one)) === one);
}
