// A font of one box: text as wide on every machine, whatever fonts it has.

const emUnits = 1000;
const advance = 530;
const ascent = 930;
const descent = -230;
const box = { left: 50, right: 460, top: 600 };

/** Everything in a TrueType file but its tags can be written in words of 16 bits. */
type Words = readonly number[];

const long = (value: number): Words => [value >>> 16, value & 0xffff];
const zeros = (count: number): Words => Array.from({ length: count }, () => 0);

/** Glyphs 0 and 1 are empty, glyph 2 is the box: four corners, each on the curve. */
const corners = [1, box.left, 0, box.right, box.top, 3, 0, 0x0101, 0x0101];
const glyf: Words = [...corners, box.left, 0, box.right - box.left, 0, 0, box.top, 0, -box.top];

/** Blanks are empty, all else is the box: format 13, many characters to one glyph. */
const groups = [
	[0x20, 0x20, 1],
	[0x21, 0x9f, 2],
	[0xa0, 0xa0, 1],
	[0xa1, 0x10ffff, 2],
].flat();
const cmap: Words = [
	...[0, 1, 3, 10, ...long(12)],
	...[13, 0, ...long(16 + groups.length * 4), ...long(0), ...long(groups.length / 3)],
	...groups.flatMap(long),
];

const name = 'Boxes';
const nameIds = [1, 2, 3, 4, 6];
const nameRecords = nameIds.flatMap((id) => [3, 1, 0x409, id, name.length * 2, 0]);

const tables: Record<string, Words> = {
	'OS/2': [
		...[4, advance, 400, 5, 0, ...zeros(10), 0, ...zeros(5), ...zeros(8), 0x2020, 0x2020, 0x40, 0x20, 0xffff],
		...[ascent, descent, 0, ascent, -descent, ...zeros(4), box.top, box.top, 0, 0x20, 0],
	],
	cmap,
	glyf,
	head: [
		...[1, 0, 1, 0, ...long(0), ...long(0x5f0f3cf5), 0, emUnits, ...zeros(8)],
		...[box.left, 0, box.right, box.top, 0, 8, 2, 0, 0],
	],
	hhea: [1, 0, ascent, descent, 0, advance, box.left, advance - box.right, box.right, 1, ...zeros(7), 1],
	hmtx: [advance, 0, 0, box.left],
	loca: [0, 0, 0, glyf.length],
	maxp: [1, 0, 3, 4, 1, 0, 0, 1, ...zeros(8)],
	name: [
		0,
		nameIds.length,
		6 + nameRecords.length * 2,
		...nameRecords,
		...[...name].map((letter) => letter.charCodeAt(0)),
	],
	post: [3, 0, ...zeros(14)],
};

/** The bytes of a TrueType font. Browsers work out its checksums for themselves. */
export function boxFont(): Buffer {
	const entries = Object.entries(tables);
	const head = 12 + entries.length * 16;
	const directory: Buffer[] = [wordsToBytes([1, 0, entries.length, 128, 3, entries.length * 16 - 128])];
	const bodies: Buffer[] = [];
	let at = head;
	for (const [tag, words] of entries) {
		const bytes = wordsToBytes(words);
		directory.push(Buffer.from(tag.padEnd(4)), wordsToBytes([...long(0), ...long(at), ...long(bytes.length)]));
		const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
		bodies.push(padded);
		at += padded.length;
	}
	return Buffer.concat([...directory, ...bodies]);
}

function wordsToBytes(words: Words): Buffer {
	const bytes = Buffer.alloc(words.length * 2);
	for (const [at, word] of words.entries()) bytes.writeUInt16BE(word & 0xffff, at * 2);
	return bytes;
}
