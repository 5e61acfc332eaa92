// Holds an answer against the document: its status, its type, its shape, its codes; and nothing that must not leave.

import assert from 'node:assert/strict';
import type { Endpoint, Schema } from '../../../server-kit/scripts/document.ts';
import { DEGRADED } from '../../../server-kit/src/core/faults.ts';
import { ERRORS } from '../../../server-kit/src/errors.ts';
import { compiled } from '../documents.ts';
import type { FuzzRequest } from './requests.ts';
import type { Answer } from './wire.ts';

export const CANARY = 'canary-5b1d';

/** Words of our own insides. */
const INSIDES = /node_modules|\n\s+at \w|SQLITE_|ER_[A-Z]+_|\bfrom support_|better-sqlite3|TypeError|ZodError/;

/** Every operation of a face by method and path, as it is documented. */
export interface Documented {
	face: string;
	endpoints: readonly Endpoint[];
}

export function judge(asked: FuzzRequest, answer: Answer, endpoint: Endpoint, documented: Documented): void {
	const { status, text, headers } = answer;
	if (status === 0) return;
	const shown = `${asked.method} ${asked.path.slice(0, 120)} as ${asked.actor}: ${status} ${text.slice(0, 300)}`;
	assert.ok(status < 500, `a fault of the server: ${shown}`);
	assert.ok(!(text + JSON.stringify(headers)).includes(CANARY), `another tenant’s data: ${shown}`);
	// Its id is drawn by lot, and may spell anything.
	const said = text.replaceAll(String(headers['x-request-id']), '');
	if (status >= 400) assert.doesNotMatch(said, INSIDES, `insides: ${shown}`);
	const meant = documentedFor(asked, endpoint, documented);
	if (meant) {
		holdAgainst(meant, asked, answer, documented.face, shown);
		return;
	}
	assert.ok([204, 404, 405].includes(status), `no such operation is documented: ${shown}`);
	if (status !== 204) assertShape(errorSchema(endpoint), asked, answer, documented.face, shown);
}

/** Null where the document knows no such method there. HEAD is a GET whose body stays behind. */
function documentedFor({ method, path }: FuzzRequest, endpoint: Endpoint, { endpoints }: Documented): Endpoint | null {
	const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
	if (wanted === endpoint.method) return endpoint;
	const [bare = ''] = path.split('?');
	return endpoints.find((one) => one.method === wanted && patternOf(one).test(bare)) ?? null;
}

function patternOf({ path }: Endpoint): RegExp {
	return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function holdAgainst(endpoint: Endpoint, asked: FuzzRequest, answer: Answer, face: string, shown: string): void {
	const response = endpoint.responses[answer.status];
	assert.ok(response, `a status that is not documented: ${shown}`);
	assertHeaders(Object.keys(response.headers ?? {}), answer, shown);
	if (answer.left || asked.method === 'HEAD') return;
	if (answer.status === 204) {
		assert.equal(answer.text, '', shown);
		return;
	}
	const type = String(answer.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
	const content = response.content?.[type];
	assert.ok(content, `a type that is not documented, ${type}: ${shown}`);
	if (type === 'application/json') assertShape(content.schema, asked, answer, face, shown);
	if (type === 'application/x-ndjson') for (const line of answer.text.trim().split('\n')) JSON.parse(line);
}

/** Fields that a client's own code may wait for. */
const TOLD = /^(x-request-id|ratelimit|ratelimit-policy|retry-after|www-authenticate|idempotency-replayed)$/;

function assertHeaders(documented: readonly string[], { headers }: Answer, shown: string): void {
	const known = new Set(documented.map((name) => name.toLowerCase()));
	const told = Object.keys(headers).filter((name) => TOLD.test(name));
	const foreign = told.filter((name) => !known.has(name));
	assert.deepEqual(foreign, [], `headers that are not documented: ${shown}`);
	assert.ok(told.includes('x-request-id'), `an answer without its id: ${shown}`);
}

function assertShape(schema: Schema, { method }: FuzzRequest, answer: Answer, face: string, shown: string): void {
	if (method === 'HEAD') {
		assert.equal(answer.text, '');
		return;
	}
	const body = JSON.parse(answer.text) as Record<string, unknown>;
	const validate = compiled(face, schema);
	assert.ok(validate(body), `not the documented shape (${JSON.stringify(validate.errors?.slice(0, 3))}): ${shown}`);
	const error = body.error as { code?: unknown } | undefined;
	const code = body.code ?? error?.code;
	if (answer.status >= 400 && typeof code === 'string') assertCode(code, answer.status, shown);
}

function assertCode(code: string, status: number, shown: string): void {
	const row = Object.entries({ ...DEGRADED, ...ERRORS }).find(([name]) => name === code)?.[1];
	assert.ok(row, `a code that the table does not know: ${shown}`);
	assert.equal(row.status, status, `the code has another status in the table: ${shown}`);
}

/** The face's own: every operation lists a body for what it cannot read. */
function errorSchema({ responses }: Endpoint): Schema {
	const schema = (responses[422] ?? responses[400])?.content?.['application/json']?.schema;
	assert.ok(schema, 'the face documents no error');
	return schema;
}
