// The people of the playground: made up, and known to the site and to the token route.

export interface Person {
	tenant: string;
	user: string;
	name: string;
	email: string;
	/** The person's plan with Acme Files; null for people who work there. */
	plan: 'free' | 'plus' | 'team' | 'business' | null;
	roles: readonly Role[];
	/** What makes this person worth trying. */
	about: string;
}

export type Role = 'customer' | 'agent' | 'admin';

export const people: readonly Person[] = [
	{
		tenant: 'acme',
		user: 'ada',
		name: 'Ada Okafor',
		email: 'ada@studio-okafor.example',
		plan: 'free',
		roles: ['customer'],
		about: 'Free plan. Her video of 184 MB was refused.',
	},
	{
		tenant: 'acme',
		user: 'grace',
		name: 'Grace Lindqvist',
		email: 'grace@lindqvist.example',
		plan: 'plus',
		roles: ['customer'],
		about: 'Plus plan. Never sees what Ada writes.',
	},
	{
		tenant: 'acme',
		user: 'alan',
		name: 'Alan Moreau',
		email: 'alan@acmefiles.example',
		plan: null,
		roles: ['agent'],
		about: 'Answers cases at Acme Files.',
	},
	{
		tenant: 'globex',
		user: 'linus',
		name: 'Linus Berg',
		email: 'linus@globex.example',
		plan: 'business',
		roles: ['customer'],
		about: 'Another company: own cases, no articles.',
	},
];

export function findPerson(tenant: string, user: string): Person | null {
	return people.find((person) => person.tenant === tenant && person.user === user) ?? null;
}
