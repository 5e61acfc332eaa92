// THE TABLE: which step runs for what. Rows run from top to bottom; a step that is not marked does not run.

import { answerRequest } from './answer.ts';
import { readBody } from './body.ts';
import { caller, permission } from './caller.ts';
import { cors, sameSite } from './cors.ts';
import type { HttpParts, Step } from './exchange.ts';
import { failure } from './failure.ts';
import { privateHeaders, requestId } from './headers.ts';
import { idempotency } from './idempotency.ts';
import { observed } from './observed.ts';
import { validate } from './validate.ts';

type Make = (parts: HttpParts) => Step;

/** `every`: each request below a face's path. `route`: only where a route was found. */
// biome-ignore format: the columns are the point
const TABLE: readonly (readonly [name: string, make: Make, every: boolean, route: boolean])[] = [
	//                                 every  route
	['observed',        observed,      true,  false],
	['request id',      requestId,     true,  false],
	['private headers', privateHeaders,true,  false],
	['cors',            cors,          true,  false],
	['failure',         failure,       true,  false],
	['same site',       sameSite,      false, true ],
	['caller',          caller,        false, true ],
	['permission',      permission,    false, true ],
	['body',            readBody,      false, true ],
	['validate',        validate,      false, true ],
	['idempotency',     idempotency,   false, true ],
	['answer',          answerRequest, false, true ],
];

export function stepsOfEvery(parts: HttpParts): Step[] {
	return TABLE.filter(([, , every]) => every).map(([, make]) => make(parts));
}

export function stepsOfRoute(parts: HttpParts): Step[] {
	return TABLE.filter(([, , , route]) => route).map(([, make]) => make(parts));
}

/** For the snapshot test and the docs. */
export const STEP_NAMES: readonly string[] = TABLE.map(([name]) => name);
