// Layer D: runs on the text as it grows and releases only what is cleared. However the text is cut, the same comes out.

import type { FilterHit, FilterSettings } from '../../core/filter.ts';
import type { Redactor } from '../../core/snapshot/cleaning.ts';
import { type Addresses, createAddresses } from './addresses.ts';
import { type DetectorGroup, literalDetector, personalData, SECRETS, staysOpenOf } from './detectors.ts';
import { createInvisible } from './invisible.ts';
import { createKnown, type Known } from './known.ts';
import { createLinks, FOREIGN_LINK } from './links.ts';
import { createPieces, type Watch } from './pieces.ts';
import { actionOf, CANARY } from './policy.ts';
import { createPrivateKey, PRIVATE_KEY } from './private-key.ts';
import { createGate, type Gate, type Stage } from './stage.ts';
import { createEchoWatch, createWords, PROMPT_ECHO, phraseAutomaton, wordsOf } from './words.ts';

export interface Filter {
	/** Takes text that the model wrote; returns what may be shown now. */
	push(text: string): string;
	/**
	 * No more comes of this text: returns the rest. The next push begins another.
	 * @param cut the model was interrupted: what might have become a match is kept back, not shown
	 */
	end(cut?: boolean): string;
	/** Nothing more may be shown of this answer. */
	blocked(): boolean;
	hits(): readonly FilterHit[];
	/** More that the reader may see: texts that were handed out, and where their articles live. */
	handOut(passages: readonly Readable[]): void;
	/** The same filter on another text of the same answer, such as the words a tool is asked with. */
	clean(text: string): string;
}

interface Readable {
	text: string;
	url: string | null;
}

export interface FilterConfig {
	settings: FilterSettings;
	/** What the model was told in confidence. */
	rules: string;
	canary: string;
	/** Called when a detector fails: the answer is blocked then. */
	failed(detector: string, fault: unknown): void;
	/** Stands in for the built-in detectors. */
	detectors?: readonly DetectorGroup[];
}

/** So many words of the rules in a row are no accident. */
const ECHO_WORDS = 12;

/** What does not change from answer to answer is made once. @returns makes the filter of one answer */
export function createFilters({ settings, rules, canary, failed, detectors }: FilterConfig) {
	const echo = createEchoWatch(wordsOf(rules), ECHO_WORDS);
	const phrases = phraseAutomaton(settings.banned);
	const staysOpen = staysOpenOf(settings.nationalIds);
	const action = actionOf(settings.actions);

	/** @param readable what the reader wrote, or may read */
	return (readable: readonly (string | null | undefined)[]): Filter => {
		const known = createKnown();
		known.add(readable);
		const addresses = createAddresses(settings.trustedHosts, known);
		const gate = createGate();
		const groups = detectors ?? [canaryGroup(canary), ...SECRETS, ...personalData(known, settings.nationalIds)];
		const watch: Watch = { running: '' };
		const stages = () => [
			...maskingStages({ groups, staysOpen, actionOf: action }, gate, watch),
			...linkStages(addresses, gate, action),
			createWords(echo(), action(PROMPT_ECHO), phrases, gate),
		];
		return filterOf(stages, { gate, known, addresses, watch, failed });
	};
}

type Action = ReturnType<typeof actionOf>;

function maskingStages(rules: Parameters<typeof createPieces>[0], gate: Gate, watch: Watch): Stage[] {
	const keys = rules.actionOf(PRIVATE_KEY);
	return [createInvisible(), ...(keys ? [createPrivateKey(keys, gate)] : []), createPieces(rules, gate, watch)];
}

function linkStages(addresses: Addresses, gate: Gate, action: Action): Stage[] {
	const links = action(FOREIGN_LINK);
	return links ? [createLinks(addresses, links, gate)] : [];
}

function canaryGroup(canary: string): DetectorGroup {
	return { may: (text) => text.length >= canary.length, detectors: [literalDetector(CANARY, canary)] };
}

interface Around {
	gate: Gate;
	known: Known;
	addresses: Addresses;
	watch: Watch;
	failed(detector: string, fault: unknown): void;
}

function filterOf(makeStages: () => readonly Stage[], { gate, known, addresses, watch, failed }: Around): Filter {
	const stages = makeStages();

	function run(text: string, through: readonly Stage[], ended: boolean, cut: boolean): string {
		if (gate.blocked()) return '';
		try {
			return flow(text, through, gate, watch, { ended, cut });
		} catch (fault) {
			// A detector that cannot say what it sees has not cleared anything.
			gate.hit(watch.running, 'block');
			failed(watch.running, fault);
			return '';
		}
	}

	return {
		push: (text) => run(text, stages, false, false),
		end: (cut = false) => run('', stages, true, cut),
		blocked: gate.blocked,
		hits: gate.hits,
		handOut(passages) {
			known.add(passages.flatMap(({ text, url }) => [text, url]));
			addresses.add(passages.map(({ url }) => url));
		},
		clean: (text) => run(text, makeStages(), true, false),
	};
}

/** Through one stage after the other. Where one blocks, those behind it close what they hold, and no more comes. */
function flow(
	text: string,
	stages: readonly Stage[],
	gate: Gate,
	watch: Watch,
	{ ended, cut }: { ended: boolean; cut: boolean },
): string {
	let passed = text;
	let closing = ended;
	for (const stage of stages) {
		watch.running = stage.name;
		const before = gate.blocked();
		passed = stage.push(passed);
		// One that has just blocked has nothing left to give; one behind it gives what is whole.
		if (closing && gate.blocked() === before) passed += stage.end(cut || gate.blocked());
		closing ||= gate.blocked();
	}
	return passed;
}

const REDACTING = {
	groups: [...SECRETS, ...personalData(createKnown(), [])],
	staysOpen: staysOpenOf([]),
	actionOf: actionOf({}),
};

/** Masks a whole text, secrets and personal data: for what is kept for other people to read. */
export function redact(text: string): string {
	const gate = createGate();
	const watch: Watch = { running: '' };
	return flow(text, maskingStages(REDACTING, gate, watch), gate, watch, { ended: true, cut: false });
}

/** @param own what the person wrote, or is known by: that stays readable to them */
export function redactorFor(own: readonly (string | null | undefined)[], settings: FilterSettings): Redactor {
	const known = createKnown();
	known.add(own);
	const { nationalIds } = settings;
	const secrets = { groups: [...SECRETS], staysOpen: staysOpenOf([]), actionOf: actionOf({}) };
	const personal = { ...secrets, groups: personalData(known, nationalIds), staysOpen: staysOpenOf(nationalIds) };
	const masked = (text: string, rules: typeof REDACTING, keys: boolean) => {
		const gate = createGate();
		const watch: Watch = { running: '' };
		const stages = [...(keys ? [createPrivateKey('mask', gate)] : []), createPieces(rules, gate, watch)];
		return flow(text, stages, gate, watch, { ended: true, cut: false });
	};
	return {
		visible(text) {
			const stage = createInvisible();
			return stage.push(text) + stage.end(false);
		},
		secrets: (text) => masked(text, secrets, true),
		personal: (text) => masked(text, personal, false),
	};
}
