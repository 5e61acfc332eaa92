// The stage that reads words: a run of the rules said aloud, and phrases that the host does not want said.

import type { BannedPhrases, FilterAction } from '../../core/filter.ts';
import { type Gate, MASK, type Stage } from './stage.ts';

export const PROMPT_ECHO = 'prompt-echo';

/** Counts how long the words have been following the rules. */
export interface EchoWatch {
	/** @returns true when this word completes a run */
	next(word: string): boolean;
}

export function wordsOf(text: string): string[] {
	const words: string[] = [];
	let word = '';
	for (const character of `${text} `) {
		const kind = kindOf(character.charCodeAt(0));
		if (kind === LETTER) {
			word += character;
			continue;
		}
		if (word) words.push(word.toLowerCase());
		word = '';
		if (kind === SYLLABLE) words.push(character);
	}
	return words;
}

const BREAK = 0;
const LETTER = 1;
/** Scripts without spaces: each character counts as a word. */
const SYLLABLE = 2;

function kindOf(code: number): number {
	if (code < 0x80) {
		const lower = code | 0x20;
		return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x27 ? LETTER : BREAK;
	}
	if (code < 0xc0 || code === 0xd7 || code === 0xf7 || (code >= 0x2000 && code <= 0x2bff))
		return code === 0x2019 ? LETTER : BREAK;
	if ((code >= 0x3000 && code <= 0x303f) || (code >= 0xd800 && code <= 0xdfff)) return BREAK;
	return (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) ? SYLLABLE : LETTER;
}

/** @param words so many of the rules in a row are an echo */
export function createEchoWatch(rules: readonly string[], words: number): () => EchoWatch {
	const places = new Map<string, number[]>();
	// Later places first: the run that a place continues is read before its own word renews it.
	for (const [at, word] of rules.entries()) places.set(word, [at, ...(places.get(word) ?? [])]);
	return () => {
		const run = new Uint16Array(rules.length + 1);
		const seen = new Uint32Array(rules.length + 1);
		let tick = 1;
		return {
			next(word) {
				tick += 1;
				let longest = 0;
				for (const at of places.get(word) ?? []) {
					const length = (at > 0 && seen[at - 1] === tick - 1 ? (run[at - 1] ?? 0) : 0) + 1;
					run[at] = length;
					seen[at] = tick;
					longest = Math.max(longest, length);
				}
				return longest >= words;
			},
		};
	};
}

interface Node {
	depth: number;
	next: Map<string, Node>;
	/** The longest end of this that is a beginning of a phrase itself. */
	fallback: Node | null;
	completed: { phrase: BannedPhrases; words: number } | null;
}

const newNode = (depth: number): Node => ({ depth, next: new Map(), fallback: null, completed: null });

/** All phrases in one automaton (Aho and Corasick), so that a word costs the same however many there are. */
export function phraseAutomaton(banned: readonly BannedPhrases[]): Node {
	const root = newNode(0);
	for (const phrase of banned) for (const text of phrase.phrases) plant(root, wordsOf(text), phrase);
	const queue = [...root.next.values()];
	for (const node of queue) {
		for (const [word, child] of node.next) {
			child.fallback = step(node.fallback ?? root, word, root);
			child.completed ??= child.fallback.completed;
			queue.push(child);
		}
	}
	return root;
}

function plant(root: Node, words: readonly string[], phrase: BannedPhrases): void {
	let node = root;
	for (const word of words) {
		const child = node.next.get(word) ?? newNode(node.depth + 1);
		node.next.set(word, child);
		node = child;
	}
	if (node !== root) node.completed ??= { phrase, words: words.length };
}

function step(from: Node, word: string, root: Node): Node {
	for (let node: Node | null = from; node; node = node === root ? null : (node.fallback ?? root)) {
		const next = node.next.get(word);
		if (next) return next;
	}
	return root;
}

export function createWords(echo: EchoWatch, echoAction: FilterAction | null, phrases: Node, gate: Gate): Stage {
	let state = phrases;
	/** Words that may become a phrase, each with what stands before it. */
	let held: string[] = [];
	let between = '';
	let word = '';
	let stopped = false;

	function release(keep: number): string {
		const count = held.length - keep;
		if (count <= 0) return '';
		return held.splice(0, count).join('');
	}

	/** A word is complete: what of it, and of those before it, may be shown. */
	function complete(): string {
		const said = word.toLowerCase();
		const entry = between + word;
		word = '';
		between = '';
		if (echoAction && echo.next(said)) {
			gate.hit(PROMPT_ECHO, echoAction);
			stopped = echoAction === 'block';
			if (stopped) return release(0);
		}
		if (phrases.next.size === 0) return entry;
		state = step(state, said, phrases);
		held.push(entry);
		const found = state.completed;
		if (!found) return release(state.depth);
		state = phrases;
		gate.hit(found.phrase.name, found.phrase.action);
		stopped = found.phrase.action === 'block';
		const out = release(found.words);
		const first = held[0] ?? '';
		held = [];
		return stopped ? out : out + first.slice(0, first.length - wordLength(first)) + MASK;
	}

	function separator(text: string): string {
		if (held.length === 0) return text;
		between += text;
		return '';
	}

	function take(text: string): string {
		let out = '';
		let from = 0;
		for (let at = 0; at < text.length; at += 1) {
			const kind = kindOf(text.charCodeAt(at));
			if (kind === LETTER) continue;
			word += text.slice(from, at);
			from = at + 1;
			if (word) out += complete();
			if (stopped) return out;
			if (kind === SYLLABLE) {
				word = text[at] as string;
				out += complete();
			} else out += separator(text[at] as string);
			if (stopped) return out;
		}
		word += text.slice(from);
		return out;
	}

	return {
		name: 'words',
		push: (text) => (stopped ? '' : take(text)),
		end() {
			const last = word && !stopped ? complete() : '';
			const out = last + (stopped ? '' : release(0) + between);
			state = phrases;
			between = '';
			return out;
		},
	};
}

function wordLength(entry: string): number {
	let length = 0;
	while (length < entry.length && kindOf(entry.charCodeAt(entry.length - 1 - length)) !== BREAK) length += 1;
	return length;
}
