// An answer's text as it streams in → DOM in the message: the public face of the streaming Markdown view.
import { type Block, forget } from './markdown/block.ts';
import { createDraw } from './markdown/draw.ts';
import { shown } from './markdown/entities.ts';
import { linkAttributes } from './markdown/links.ts';
import { createPatcher, type Mounted } from './markdown/patch.ts';
import { createReader } from './markdown/reader.ts';
import type { Target } from './markdown/target.ts';
import { createTree } from './markdown/tree.ts';

export interface MarkdownOptions {
	/** Called for `[3]`: return the node to put there (a citation chip), or null to keep the text. */
	citation?(number: number): Node | null;
	/** Hosts besides the page's own whose links count as not foreign. */
	ownHosts?: readonly string[];
	/** Hosts whose images are shown; any other image is a link. */
	imageHosts?: readonly string[];
	/** Label of the copy button of a code block; without it there is none. The container hears it pressed. */
	copyLabel?: string | undefined;
}

export interface MarkdownView {
	/** Adds text that arrived. Cheap: linear in the new text plus the unfinished block. Call at most once per frame. */
	append(text: string): void;
	/** Shows this whole text instead (a resumed or corrected answer). Keeps the DOM where both texts make the same. */
	set(text: string): void;
	/** No more text comes: the tail is final. */
	end(): void;
}

/** Each definition may draw again what stands above it; without a bound the time would be quadratic. */
const TARGETS = 200;

/** The view owns the children of `container`, which must be empty. */
export function createMarkdownView(container: ParentNode & Node, options: MarkdownOptions = {}): MarkdownView {
	const document = container.ownerDocument ?? globalThis.document;
	const { citation, ownHosts = [], imageHosts, copyLabel } = options;
	const rules = {
		base: document.baseURI,
		ownHosts: new Set([...ownHosts, document.location?.host ?? '']),
		imageHosts: new Set(imageHosts),
	};
	const patcher = createPatcher(document, citation);
	const draw = createDraw({
		copyLabel,
		citations: citation !== undefined,
		attributes: (target, isImage) => linkAttributes(target, isImage, rules),
		target,
	});
	const mounted: Mounted[] = [];
	/** What has been handed in so far, as it came. */
	let given = '';
	let afterReturn = false;
	let ended = false;
	let targets = new Map<string, Target>();
	/** Finished blocks with a label in brackets that nothing has defined yet. */
	let waiting = new Map<string, Set<Block>>();
	let tree = createTree(define);
	let reader = createReader(tree);

	function append(text: string): void {
		if (text === '') return;
		if (ended) replace(given + text);
		else add(text);
	}

	function add(text: string): void {
		given += text;
		reader.read(normalize(text));
		show();
	}

	function target(key: string, finished: Block | undefined): Target | undefined {
		const known = targets.get(key);
		if (!known && finished) waiting.set(key, (waiting.get(key) ?? new Set()).add(finished));
		return known;
	}

	/** The one case in which finished nodes change: a label of theirs has been defined further down. */
	function define(key: string, target: Target): void {
		if (targets.has(key) || targets.size >= TARGETS) return;
		targets.set(key, target);
		for (const block of waiting.get(key) ?? []) {
			for (let above: Block | undefined = block; above; above = above.parent) forget(above);
		}
		waiting.delete(key);
	}

	function show(): void {
		const { shapes, skip } = draw.children(tree.root);
		patcher.patch(container, mounted, skip, shapes);
	}

	function set(text: string): void {
		const more = text.startsWith(given) && !(ended && text.length > given.length);
		if (more) append(text.slice(given.length));
		else replace(text);
	}

	/** Reads from the beginning; the nodes stay, as far as the new text makes the same ones. */
	function replace(text: string): void {
		targets = new Map();
		waiting = new Map();
		tree = createTree(define);
		reader = createReader(tree);
		ended = false;
		afterReturn = false;
		given = '';
		add(text);
	}

	/** A line break may arrive in two halves. */
	function normalize(text: string): string {
		const fresh = afterReturn && text.startsWith('\n') ? text.slice(1) : text;
		afterReturn = text.endsWith('\r');
		return shown(fresh.replace(/\r\n?/g, '\n'));
	}

	function end(): void {
		if (ended) return;
		ended = true;
		reader.finish();
		show();
		patcher.retryCitations();
	}

	return { append, set, end };
}
