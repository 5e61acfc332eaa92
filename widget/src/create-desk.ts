// Holds what is on screen, moves through it, and starts what the other stations do.

import type { ConversationList } from '../../server-kit/src/protocol/index.ts';
import { createCases } from './cases.ts';
import type { Conversation, Desk, DeskHost } from './desk.ts';
import { acceptDisclosure, loadDisclosure } from './disclosure.ts';
import { emit } from './events.ts';
import { problemText } from './parts/notice.ts';
import { reduce } from './reduce.ts';
import { createSession } from './session.ts';
import { createTransport, piece, problemIn } from './transport.ts';
import { type DeskPart, emptyThread, emptyView, mustDisclose } from './view.ts';
import { visit } from './visiting.ts';
import { en } from './words/en.ts';
import { loadWords, tongueOf, type Words } from './words/index.ts';

type Changing<Part> = { -readonly [key in keyof Part]: Part[key] };

export function createDesk(host: DeskHost): Desk {
	/** What was asked from outside before the notice was accepted. */
	let asked: string | null = null;
	/** Taught view by view; what a view says is there before the view is. */
	let english = en as Words;
	let theirs: Partial<Words> = {};
	let talking: Promise<Conversation> | null = null;
	let starting: Promise<void> | null = null;
	let gone = new AbortController();

	async function start(): Promise<void> {
		desk.apply({ type: 'starting' });
		const told = loadDisclosure(desk);
		// Who asks without a token is known with the first answer.
		if (!(await desk.session.token())) await told;
		desk.cases.listen();
		await Promise.all([told, desk.loadConversations(), desk.cases.load(null)]);
		const underWay = desk.session.underWay();
		if (!underWay || desk.view.route.name !== 'home') return;
		await desk.openConversation(underWay === 'new' ? null : Number(underWay));
	}

	/** Words of the page go before ours; one of another kind, such as text in place of a function, is passed over. */
	function spoken(): Words {
		const ours = { ...english, ...theirs };
		const fitting = Object.entries(host.strings ?? {}).filter(
			([key, said]) => typeof said === typeof ours[key as keyof Words],
		);
		return { ...ours, ...Object.fromEntries(fitting) };
	}

	/** The sentences of the rarer problems come with what stands beneath an answer. */
	async function fetchWords(): Promise<void> {
		await (await desk.talk()).fetchAfterword();
	}

	async function visitAs(current: string | null): Promise<string | null> {
		const token = await visit(host.settings.api, current);
		// Whom the page's own session named before has signed out since, in another tab perhaps.
		if (token && !current && desk.view.start === 'ready') begin();
		return token;
	}

	function begin(): void {
		desk.conversation?.leave();
		desk.cases.deafen();
		desk.apply({ type: 'reset' });
		if (host.open) void desk.opened();
	}

	function leaveThread(): void {
		desk.conversation?.leave();
		desk.apply({ type: 'changed', change: { thread: emptyThread } });
	}

	/** Every view is fetched anew when one comes to it. */
	function arrive(part: DeskPart): void {
		desk.apply(part);
		const { route } = desk.view;
		const { name } = route;
		if (name === 'home' || name === 'history') void desk.loadConversations();
		if (name === 'home' || name === 'cases') void desk.cases.load(null);
		if (name === 'case') void desk.cases.read(route.id);
	}

	const desk = {
		host,
		view: emptyView,
		words: english,
		...tongueOf('en'),
		apply(...parts) {
			const before = desk.view.unread.length;
			desk.view = Object.freeze(parts.reduce(reduce, desk.view));
			host.requestUpdate();
			const count = desk.view.unread.length;
			if (count !== before) emit(host, 'deskbell:unread', { count });
		},
		async speak() {
			const { locale } = host.settings;
			// The side that things stand on, and what the server is asked for, are known before the words are there.
			const tongue = tongueOf(locale);
			if (!desk.session) Object.assign(desk, tongue);
			const loaded = await loadWords(tongue);
			if (locale !== host.settings.locale) return;
			theirs = loaded ?? {};
			desk.words = spoken();
			Object.assign(desk, loaded ? tongue : tongueOf('en'));
			// What just went well was said in the language before.
			desk.apply({ type: 'changed', change: { done: null } });
			// The notice about the AI comes from the server, in the language it is asked for in.
			const { disclosure } = desk.view;
			if (disclosure && disclosure.locale !== desk.locale) void loadDisclosure(desk);
		},
		learn({ styles, english: more }) {
			host.wear(styles);
			english = { ...english, ...more };
			desk.words = spoken();
			host.requestUpdate();
		},
		talk() {
			talking ??= piece(import('./conversation.ts')).then(({ createConversation }) => {
				desk.conversation = createConversation(desk);
				return desk.conversation;
			});
			talking.catch(() => {
				talking = null;
			});
			return talking;
		},
		async opened() {
			const { start: begun, route } = desk.view;
			if (begun !== 'ready') await desk.start();
			desk.cases.listen();
			if (begun !== 'ready') return;
			// What was not pushed while the window was closed.
			await desk.cases.glance();
			if (route.name === 'case') await desk.cases.read(route.id);
		},
		start() {
			starting ??= start().finally(() => {
				starting = null;
			});
			return starting;
		},
		async again() {
			const { route } = desk.view;
			desk.apply({ type: 'problem', problem: null });
			// A start under way asks for nothing a second time, and may have failed in part.
			await starting;
			await (route.name === 'case' ? desk.cases.read(route.id) : desk.start());
		},
		async acceptDisclosure() {
			await acceptDisclosure(desk);
			const waiting = asked;
			asked = null;
			if (waiting && !mustDisclose(desk.view)) await desk.ask(waiting);
		},
		async loadConversations(cursor = null) {
			const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
			await desk.attempt(async () => {
				const list = await desk.transport.json<ConversationList>('GET', `/conversations${query}`);
				desk.apply({ type: 'conversations-loaded', list, more: cursor !== null });
			});
		},
		async ask(content) {
			if (mustDisclose(desk.view) || desk.view.start !== 'ready') {
				asked = content;
				if (desk.view.start !== 'ready') await desk.start();
				if (mustDisclose(desk.view) || !asked) return desk.go({ name: 'home' });
				asked = null;
			}
			if (desk.view.route.name !== 'chat') desk.newConversation();
			await desk.attempt(async () => (await desk.talk()).send(content));
		},
		askPerson() {
			const { route, thread } = desk.view;
			const inThread = route.name === 'chat';
			const stored = thread.messages.some(({ id }) => id !== null);
			if (inThread && stored && thread.cannotSend !== 'escalated') return desk.go({ name: 'escalate' });
			if (!inThread) leaveThread();
			desk.go({ name: 'new-case' });
			if (desk.session.isVisitor())
				void desk.attempt(async () => (await piece(import('./filing.ts'))).handOverVisitor(desk));
		},
		newConversation() {
			leaveThread();
			if (desk.view.route.name !== 'chat') desk.go({ name: 'chat' });
		},
		async openConversation(id) {
			desk.go({ name: 'chat' });
			await desk.attempt(async () => (await desk.talk()).open(id));
		},
		go: (route) => arrive({ type: 'went', route }),
		replace: (route) => arrive({ type: 'went-on', route }),
		back: () => arrive({ type: 'went-back' }),
		identify(token) {
			if (desk.session.identify(token)) begin();
		},
		async attempt(work) {
			try {
				await work();
				return true;
			} catch (thrown) {
				if (!host.isConnected) return false;
				const problem = problemIn(thrown);
				desk.apply({ type: 'problem', problem });
				desk.fail(problem);
				return false;
			}
		},
		fail(problem, said) {
			emit(host, 'deskbell:error', { problem });
			const say = () => host.announce(said ?? problemText(desk, problem));
			if (problem.kind === 'offline') say();
			else void fetchWords().then(say, say);
			if (problem.retryAfterSeconds)
				import('./network.ts').then(({ countDown }) => countDown(desk, problem)).catch(() => null);
			if (problem.code === 'disclosure_required') void loadDisclosure(desk);
		},
	} as Changing<Desk>;
	desk.cases = createCases(desk);

	host.addController({
		// Not before the first update: what the page set on the element before it was defined is only there by then.
		hostUpdate() {
			if (desk.session) return;
			const session = createSession(host, host.settings.api, visitAs);
			desk.session = session;
			desk.transport = createTransport({
				settings: () => ({ ...host.settings, locale: desk.locale }),
				session,
				gone: () => gone.signal,
			});
		},
		hostConnected() {
			// Moved to another place of the page in the middle of an answer: the answer is found again.
			const { id, phase } = desk.view.thread;
			desk.session?.open();
			if (phase !== 'idle') void desk.conversation.open(id);
			if (!gone.signal.aborted) return;
			gone = new AbortController();
			if (desk.view.start === 'loading') void desk.start();
		},
		hostDisconnected() {
			desk.session?.close();
			// Not where it is only moved.
			queueMicrotask(() => host.isConnected || gone.abort());
		},
	});
	return desk;
}
