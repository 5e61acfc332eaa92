// An answer's text as it streams in → DOM in the message: the public face of the streaming Markdown view.
import { createCanvas } from './markdown/canvas.ts';
import { createDraw } from './markdown/draw.ts';
import { createPatcher } from './markdown/patch.ts';
import { createReader } from './markdown/reader.ts';

export interface MarkdownOptions {
	/** Called for `[3]`: return the node to put there (a citation chip), or null to keep the text. */
	citation?(number: number): Node | null;
	/** Hosts besides the page's own whose links count as not foreign. */
	ownHosts?: readonly string[];
	/** Label of the copy button of a code block; without it there is none. */
	copyLabel?: string;
	/** What that button says for two seconds after copying; by default its label with a check mark. */
	copiedLabel?: string;
}

export interface MarkdownView {
	/** Adds text that arrived. Cheap: linear in the new text plus the unfinished block. Call at most once per frame. */
	append(text: string): void;
	/** Shows this whole text instead (a resumed or corrected answer). Keeps the DOM where the text begins the same. */
	set(text: string): void;
	/** No more text comes: the tail is final. */
	end(): void;
}

/** A place in the text at which no block was open, and how much of the DOM belongs to the text before it. */
interface Checkpoint {
	readonly read: number;
	readonly nodes: number;
	readonly definitions: number;
}

const BEGINNING: Checkpoint = { read: 0, nodes: 0, definitions: 0 };

/** The view owns the children of `container`, which must be empty. */
export function createMarkdownView(container: ParentNode & Node, options: MarkdownOptions = {}): MarkdownView {
	const document = container.ownerDocument ?? globalThis.document;
	const { citation, ownHosts = [], copyLabel, copiedLabel } = options;
	const words = { copyLabel, copiedLabel };
	const base = document.baseURI;
	const hosts = new Set([...ownHosts, document.location?.host ?? '']);
	const draw = createDraw({ base, ownHosts: hosts, citations: citation !== undefined, ...words });
	const patcher = createPatcher(document, citation);

	let canvas = createCanvas(container, draw, words, patcher);
	let reader = createReader();
	/** What has been handed in so far, as it came; `source` is the same with plain line breaks. */
	let given = '';
	let source = '';
	let afterReturn = false;
	let ended = false;
	let checkpoints: Checkpoint[] = [];

	function append(text: string): void {
		if (text === '') return;
		given += text;
		const fresh = normalize(text);
		if (ended) rebuild(source + fresh);
		else add(fresh);
	}

	function add(text: string): void {
		source += text;
		canvas.show(reader.read(text), reader.preview(), reader.group());
		const read = reader.idleAt();
		if (read === undefined || read === checkpoints.at(-1)?.read) return;
		checkpoints.push({ read, nodes: canvas.finishedNodes(), definitions: canvas.definitions() });
	}

	function set(text: string): void {
		const more = text.startsWith(given) && !(ended && text.length > given.length);
		const fresh = more ? text.slice(given.length) : text;
		given = text;
		if (!more) afterReturn = false;
		if (!more) rebuild(normalize(fresh));
		else if (fresh !== '') add(normalize(fresh));
	}

	/** Goes back to the last checkpoint that the new text shares; a definition after it may have changed what is before. */
	function rebuild(whole: string): void {
		const same = sharedLength(source, whole);
		const usable = ({ read, definitions }: Checkpoint) => read <= same && definitions === canvas.definitions();
		const from = checkpoints.findLast(usable) ?? BEGINNING;
		checkpoints = checkpoints.filter(({ read }) => read <= from.read);
		canvas.keep(from.nodes);
		if (from === BEGINNING) canvas = createCanvas(container, draw, words, patcher);
		reader = createReader(from.read);
		source = whole.slice(0, from.read);
		ended = false;
		add(whole.slice(from.read));
	}

	/** A line break may arrive in two halves. */
	function normalize(text: string): string {
		const fresh = afterReturn && text.startsWith('\n') ? text.slice(1) : text;
		afterReturn = text.endsWith('\r');
		return fresh.replace(/\r\n?/g, '\n').replaceAll('\0', '\u{fffd}');
	}

	function end(): void {
		if (ended) return;
		ended = true;
		canvas.show(reader.finish(), [], undefined);
		patcher.retryCitations();
	}

	return { append, set, end };
}

function sharedLength(one: string, other: string): number {
	let length = 0;
	while (length < one.length && one[length] === other[length]) length += 1;
	return length;
}
