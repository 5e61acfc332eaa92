// The playground's routes, as a page calls them.

export interface Person {
	tenant: string;
	user: string;
	name: string;
	email: string;
	plan: string | null;
	roles: string[];
	about: string;
}

export interface TokenWish {
	tenant: string;
	user: string;
	roles: string[];
	name?: string;
	plan?: string;
}

export interface SignedToken {
	token: string;
	claims: Record<string, unknown>;
	expires_at: string;
}

export interface DeskState {
	code: string;
	title: string;
	/** How it is made real. */
	how: string;
	/** What the person does before the widget asks. */
	before: ('accept' | 'message')[];
	/** What the desk of this state has of its own, as it stands in its source. */
	options: string;
}

export async function listStates(): Promise<DeskState[]> {
	const { states } = await call<{ states: DeskState[] }>('/playground/states');
	return states;
}

export async function listPeople(): Promise<Person[]> {
	const { people } = await call<{ people: Person[] }>('/playground/people');
	return people;
}

export function signToken(wish: TokenWish): Promise<SignedToken> {
	return call('/playground/token', wish);
}

/** POST where a body is given. @throws Error in the server's own words. */
export async function call<T>(path: string, body?: unknown): Promise<T> {
	const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
	const response = await fetch(path, { ...sent, headers: { 'Content-Type': 'application/json' } });
	const answer: unknown = await response.json().catch(() => null);
	if (!response.ok) throw new Error(messageOf(answer) ?? `The server answered ${response.status}.`);
	return answer as T;
}

function messageOf(answer: unknown): string | null {
	if (typeof answer !== 'object' || answer === null || !('error' in answer)) return null;
	const { error } = answer;
	if (typeof error !== 'object' || error === null || !('message' in error)) return null;
	return typeof error.message === 'string' ? error.message : null;
}
