// Where a reader stands: in which answer, and how far; a number that any process can turn back into a place in the
// stored text.

/** The process that writes the answer, or one that tells it again from the store. */
export type Teller = 'writer' | 'store';

/** A position is the length of the text so far times this, plus a count of the parts told since. */
const PLACES = 100_000;
/** The two tellers count other parts between the same texts: the upper half of the places is the store's. */
const OF_THE_STORE = PLACES / 2;

/** UTF-16 units of text that a reader at this position has. */
export function textAt(position: number): number {
	return Math.floor(position / PLACES);
}

/** The position right after so much text. */
export function positionAt(text: number, teller: Teller): number {
	return text * PLACES + placeOf(teller);
}

/** The first place of a teller; its count begins behind it. */
export function placeOf(teller: Teller): number {
	return teller === 'store' ? OF_THE_STORE : 0;
}

export function isOf(teller: Teller, position: number): boolean {
	return position % PLACES >= OF_THE_STORE === (teller === 'store');
}

/** Where a reader was, by the id of the last frame that it saw. */
export interface Place {
	messageId: number;
	position: number;
}

/** What `Last-Event-ID` names; null where it names no answer. */
export function placeNamed(id: string): Place | null {
	const [, messageId, position] = /^(\d{1,15})\.(\d{1,15})$/.exec(id) ?? [];
	return messageId && position ? { messageId: Number(messageId), position: Number(position) } : null;
}
