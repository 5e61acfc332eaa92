// Numbers within sentences: written as the locale writes them, each in the form that its plural rules ask for.

import type { Counted } from './en.ts';

/** One sentence in the forms that a language tells apart; `#` stands for the number. */
export type Forms<Form extends Intl.LDMLPluralRule> = { readonly [form in Form | 'other']: string };

/** Everything that is said with a number in it: a missing sentence or form fails the type check. */
export type CountedForms<Form extends Intl.LDMLPluralRule> = { readonly [key in keyof Counted]: Forms<Form> };

export function counted(forms: CountedForms<never>, locale: string): Counted {
	const rules = new Intl.PluralRules(locale);
	const numbers = new Intl.NumberFormat(locale);
	// French, Italian, Portuguese and Spanish also have a form of whole millions, which no sentence here comes to.
	const sayer = (sentence: Forms<never> & Partial<Forms<Intl.LDMLPluralRule>>) => (count: number) =>
		(sentence[rules.select(count)] ?? sentence.other).replace('#', numbers.format(count));
	return Object.fromEntries(Object.entries(forms).map(([key, sentence]) => [key, sayer(sentence)])) as Counted;
}
