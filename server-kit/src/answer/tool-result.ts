// What a host's tool gave back, as text for a model: bounded, whatever it was. A value may be larger than memory is
// wide, hold itself, or throw when it is looked at.

/** Values looked at, and how deep. */
const MOST_VALUES = 2_000;
const DEEPEST = 8;
const CUT = '…';

/** JSON of at most about `most` characters; what does not fit is left out, and said to be. */
export function resultText(value: unknown, most: number): string {
	if (value === undefined || value === null) return 'Done. The tool gave nothing back.';
	const writing = { left: most, values: MOST_VALUES, cut: false };
	const text = write(value, writing, []);
	return writing.cut ? `${text}\n(The rest was left out: it is too long.)` : text;
}

interface Writing {
	left: number;
	values: number;
	cut: boolean;
}

function write(value: unknown, writing: Writing, above: readonly object[]): string {
	writing.values -= 1;
	if (writing.left <= 0 || writing.values < 0) return took(CUT, writing, true);
	switch (typeof value) {
		case 'string':
			return took(JSON.stringify(value.slice(0, writing.left)), writing, value.length > writing.left);
		case 'number':
		case 'boolean':
		case 'bigint':
			return took(String(value).slice(0, writing.left), writing, false);
		case 'object':
			return value === null ? took('null', writing, false) : writeObject(value, writing, above);
		default:
			return took('null', writing, false);
	}
}

function took(text: string, writing: Writing, cut: boolean): string {
	writing.left -= text.length;
	writing.cut ||= cut;
	return text;
}

/** A getter, a proxy or a `toJSON` is the host's own code: what it throws stands for the value. */
function writeObject(value: object, writing: Writing, above: readonly object[]): string {
	if (above.includes(value)) return took('"(itself)"', writing, false);
	if (above.length >= DEEPEST) return took(CUT, writing, true);
	const path = [...above, value];
	try {
		const plain = 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON('') : value;
		if (plain !== value) return write(plain, writing, path);
		return Array.isArray(value) ? writeList(value, writing, path) : writeFields(value, writing, path);
	} catch {
		return took('"(unreadable)"', writing, false);
	}
}

function writeList(list: readonly unknown[], writing: Writing, path: readonly object[]): string {
	const parts: string[] = [];
	for (const each of list) {
		if (writing.left <= 0 || writing.values <= 0) break;
		parts.push(write(each, writing, path));
	}
	writing.cut ||= parts.length < list.length;
	return `[${parts.join(',')}]`;
}

function writeFields(fields: object, writing: Writing, path: readonly object[]): string {
	const parts: string[] = [];
	for (const name in fields) {
		if (!Object.hasOwn(fields, name)) continue;
		if (writing.left <= 0 || writing.values <= 0) {
			writing.cut = true;
			break;
		}
		const key = took(JSON.stringify(name.slice(0, 200)), writing, false);
		parts.push(`${key}:${write(Reflect.get(fields, name), writing, path)}`);
	}
	return `{${parts.join(',')}}`;
}
