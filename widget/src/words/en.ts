// English, as far as the first view says it, and the type of every language: a missing key fails the type check.

import type { CaseStatus } from '../../../server-kit/src/protocol/index.ts';
import type { enAfter } from './en-after.ts';
import type { enCases } from './en-cases.ts';
import type { enChat } from './en-chat.ts';

/** What is said while nothing more can be fetched; the other problems have their words in en-after.ts. */
const problems = {
	problem_offline: 'There is no connection. Check your network and try again.',
	problem_unloaded: 'A part of this could not be loaded. Try again, or reload the page.',
	problem_server: 'Something went wrong on our side. Please try again.',
};

const statuses = {
	status_open: 'Open',
	status_pending: 'Waiting for you',
	status_resolved: 'Resolved',
	status_closed: 'Closed',
} satisfies Record<`status_${CaseStatus}`, string>;

export const en = {
	...problems,
	...statuses,
	title: 'Support',
	open: 'Open support',
	close: 'Close support',
	back: 'Back',
	loading: 'Loading',
	try_again: 'Try again',
	reload: 'Reload the page',
	show_all: 'Show all',
	unread: (count: number) => (count === 1 ? '1 new reply' : `${count} new replies`),
	yours: 'Your conversations, data and language',
	talk_to_person: 'Talk to a person',
	ai_note: 'Answers come from an AI and can be wrong.',
	disclosure_title: 'You are talking to an AI',
	disclosure_more: 'Read more about how it works',
	disclosure_accept: 'Agree and start',
	disclosure_decline: 'You can also talk to a person without using the AI.',
	greeting: 'Hi, how can we help?',
	greeting_note: 'Ask a question and get an answer with its sources, at any hour.',
	starters: 'Often asked',
	recent: 'Recent conversations',
	your_cases: 'Your cases',
	composer_label: 'Your message to the AI assistant',
	composer_placeholder: 'Ask a question…',
	send: 'Send',
	too_long: (over: number) =>
		over === 1 ? '1 character too long' : `${over.toLocaleString('en')} characters too long`,
	ai: 'AI assistant',
	you: 'You',
	system: 'Notice',
	new_conversation: 'New conversation',
	wait: (seconds: number) =>
		seconds === 1 ? 'You can try again in 1 second.' : `You can try again in ${seconds} seconds.`,
	new_tab: 'opens in a new tab',
	untitled: 'Untitled conversation',
	handed_over: 'Handed over',
	new_reply: 'New reply',
};

type Spoken = typeof en & typeof enChat & typeof enAfter & typeof enCases;

/** Everything that is said in one language: sentences, and functions where a number or a name stands in one. */
export type Words = {
	readonly [key in keyof Spoken]: Spoken[key] extends string ? string : Spoken[key];
};

type CountedKey = { [key in keyof Words]: Words[key] extends (count: number) => string ? key : never }[keyof Words];

/** What is said with a number in it: made for a locale, since not all who share a language write numbers alike. */
export type Counted = Pick<Words, CountedKey>;

/** All the rest. */
export type Sentences = Omit<Words, CountedKey>;
