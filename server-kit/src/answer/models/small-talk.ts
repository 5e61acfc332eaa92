// Greetings and thanks, told from questions: only a message made of nothing else is small talk.

export type SmallTalk = 'greeting' | 'thanks' | 'goodbye';

const set = (list: string) => new Set(list.split(' '));

const kinds: Record<SmallTalk, ReadonlySet<string>> = {
	thanks: set('thanks thank thx ty cheers danke dankeschön dank merci'),
	goodbye: set('bye goodbye ciao tschüss tschüß tschau ade wiedersehen'),
	greeting: set('hi hello hey hiya howdy morning afternoon evening hallo moin servus grüezi tag morgen abend grüß'),
};
// May stand beside small talk, but are none by themselves.
const company = set(
	'a all and auf besten day dir fine for gott good great guten gute helping how i ihnen it lot much nice nochmal ok okay perfect schön schönen sehr so super that the there to very vielen was wonderful you your',
);

export function smallTalkIn(message: string): SmallTalk | null {
	const said = message.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
	if (said.length === 0 || said.length > 8) return null;
	const kindOf = (word: string) => (Object.keys(kinds) as SmallTalk[]).find((kind) => kinds[kind].has(word));
	if (!said.every((word) => kindOf(word) || company.has(word))) return null;
	return said.map(kindOf).find((kind) => kind !== undefined) ?? null;
}
