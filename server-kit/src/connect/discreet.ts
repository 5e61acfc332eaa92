// What may stand in a log: facts in a form of our own, without secrets, without what people wrote, and without
// characters that forge a line or move a terminal's cursor (ASVS 16.2.5, 16.4.1).

export type Facts = Record<string, unknown>;

/** Names of values that open doors. */
const SECRET = /auth|cookie|token$|secret|password|passwd|api[-_]?key|credential/i;
/** Names of what people wrote. A number or an id under such a name may stay. */
const WORDS = /^(content|text|body|question|answer|prompt|comment|title|subject|messages?|email|name)$/i;

const LEFT_OUT = '[left out]';
const DEEPEST = 5;
const MOST_ENTRIES = 50;
const LONGEST = 2_000;
const MOST_FRAMES = 20;

/** @param masked takes secrets and personal data out of a text */
export function discreet(facts: Facts, masked: (text: string) => string): Facts {
	return entriesOf(facts, { masked, depth: 0 });
}

/** One line, whatever stood in it. */
export function oneLine(text: string): string {
	const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
	return cut.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not stand in a log.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

interface Walk {
	masked(text: string): string;
	depth: number;
}

function entriesOf(given: object, walk: Walk): Facts {
	const deeper = { ...walk, depth: walk.depth + 1 };
	const told: [string, unknown][] = [];
	for (const name of Object.keys(given).slice(0, MOST_ENTRIES))
		told.push([oneLine(name), tellable(name, Reflect.get(given, name), deeper)]);
	return Object.fromEntries(told);
}

function tellable(name: string, value: unknown, walk: Walk): unknown {
	if (SECRET.test(name)) return '[redacted]';
	if (typeof value === 'string') return WORDS.test(name) ? LEFT_OUT : readable(value, walk);
	if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value;
	if (value instanceof Error) return faultOf(value, walk);
	if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
	if (typeof value !== 'object' || walk.depth > DEEPEST) return LEFT_OUT;
	if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((each) => tellable(name, each, deeper(walk)));
	return entriesOf(value, walk);
}

function deeper(walk: Walk): Walk {
	return { ...walk, depth: walk.depth + 1 };
}

/** An address in a log line helps nobody who should be helped; the words around it do. */
function readable(text: string, { masked }: Walk): string {
	try {
		return oneLine(masked(text.slice(0, LONGEST * 2)));
	} catch {
		return LEFT_OUT;
	}
}

/** Only these: drivers hang the statement with its values onto an error, and clients the request with its key. */
function faultOf(fault: Error, walk: Walk): Facts {
	if (walk.depth > DEEPEST) return { name: oneLine(fault.name) };
	const code: unknown = Reflect.get(fault, 'code');
	return {
		name: oneLine(fault.name),
		message: readable(fault.message, walk),
		...((typeof code === 'string' || typeof code === 'number') && {
			code: typeof code === 'string' ? oneLine(code) : code,
		}),
		stack: framesOf(fault),
		...(fault.cause !== undefined && fault.cause !== null && { cause: tellable('cause', fault.cause, deeper(walk)) }),
	};
}

/** Without the message above them, which may be anybody's words. */
function framesOf({ stack = '' }: Error): string[] {
	return stack
		.split('\n')
		.filter((line) => /^\s+at /.test(line))
		.slice(0, MOST_FRAMES)
		.map((line) => oneLine(line.trim()));
}
