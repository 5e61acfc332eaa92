// A desk without its element, a server in memory, and a line between them that a test can spoil; time passes on demand.

// Fetched beforehand: the time that passes in this world is not the time that fetching takes.
import '../../src/conversation.ts';
import '../../src/frames.ts';
import '../../src/filing.ts';
import '../../src/mending.ts';
import '../../src/parts/afterword.ts';
import '../../src/pushes.ts';
import { holdClock } from './clock.ts';
import { placeDesk, pretend, spoilWorld } from './desk-alone.ts';
import { createMemoryServer } from './memory-server.ts';

export interface Model {
	asked: number;
	/** Another tab asked something in the same conversation. */
	elsewhere: boolean;
}

/** What is shown or stored of a message. */
interface Row {
	role: string;
	content: string;
	status: string;
}

export interface Real {
	send(text: string, answer: readonly string[]): Promise<void>;
	/** The answer under way says so many more parts. */
	tell(parts: number): Promise<void>;
	cut(how: 'fin' | 'error' | 'garbage'): Promise<void>;
	/** The next request is refused. */
	refuse(status: number): Promise<void>;
	/** The next question's answer is lost, and the question too where it does not arrive. */
	deaf(arrives: boolean): Promise<void>;
	offline(): Promise<void>;
	online(): Promise<void>;
	reload(): Promise<void>;
	stop(): Promise<void>;
	/** An hour, on a line that is dead after it and does not say so. */
	sleep(): Promise<void>;
	otherTab(): Promise<void>;
	push(): Promise<void>;
	pass(ms: number): Promise<void>;
	/** The line is whole again, every answer ends, and what was not sent is sent by hand. */
	calm(): Promise<void>;
	/** What another tab asked is found by who comes back to this one. */
	comeBack(): Promise<void>;
	shown(): readonly Row[];
	/** How many messages are shown that stand there already. */
	doubled(): number;
	/** What is shown of an answer and is not its beginning. */
	untrue(): readonly unknown[];
	stored(): readonly Row[];
	/** The questions of this tab that the server has, and those that were sent. */
	asked(): { stored: string[]; sent: string[] };
	unread(): number;
	pushed(): number;
	end(): void;
}

/** What has been set going comes to where it waits for time or for the server. */
async function settled(): Promise<void> {
	for (let turns = 0; turns < 8; turns++) await nextTask();
}

/** Sooner than a timer, of which browsers make a nested one wait. */
function nextTask(): Promise<void> {
	return new Promise((next) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			next();
		};
		port2.postMessage(null);
	});
}

export async function startWorld(): Promise<Real> {
	sessionStorage.clear();
	const clock = holdClock(0);
	const server = createMemoryServer();
	const giveBack = spoilWorld(server);
	const sent: string[] = [];
	let placed = placeDesk();

	async function pass(ms: number): Promise<void> {
		await settled();
		for (let left = ms; left > 0; ) {
			const step = Math.min(left, ...clock.waiting().map((wait) => Math.max(wait, 1)));
			clock.pass(step);
			left -= step;
			await settled();
		}
	}

	/** Whoever opens the desk finds what runs, and opens the conversation where nothing does. */
	async function come(): Promise<void> {
		void placed.desk.opened();
		await pass(500);
		if (placed.desk.view.route.name !== 'chat' && server.begun()) {
			void placed.desk.openConversation(7);
			await pass(500);
		}
	}

	function show(hidden: boolean): void {
		pretend(document, 'hidden', hidden);
		document.dispatchEvent(new Event('visibilitychange'));
	}

	function connect(online: boolean): void {
		pretend(navigator, 'onLine', online);
		server.connect(online);
		dispatchEvent(new Event(online ? 'online' : 'offline'));
	}

	async function sendByHand(): Promise<void> {
		for (let tries = 0; tries < 12; tries++) {
			const { thread } = placed.desk.view;
			const unsent = thread.messages.find(({ status }) => status === 'unsent');
			if (!unsent || thread.phase !== 'idle') return;
			void placed.desk.conversation.retry(unsent);
			await allTold();
		}
	}

	/** Whatever was under way, here or at the server, has come to its end. */
	async function allTold(): Promise<void> {
		for (let minutes = 0; minutes < 4; minutes++) {
			await pass(60_000);
			server.tell(Number.POSITIVE_INFINITY);
		}
		await pass(1_000);
	}

	const real: Real = {
		async send(text, answer) {
			const { view } = placed.desk;
			// The composer waits while an answer is under way.
			if (view.thread.phase !== 'idle' || view.start !== 'ready') return;
			sent.push(text);
			server.prepare(text, answer);
			void placed.desk.ask(text);
			await settled();
		},
		async tell(parts) {
			server.tell(parts);
			await settled();
		},
		async cut(how) {
			server.cut(how);
			await settled();
		},
		async refuse(status) {
			server.refuse(status);
		},
		async deaf(arrives) {
			server.deaf(arrives);
		},
		async offline() {
			connect(false);
			await settled();
		},
		async online() {
			connect(true);
			await settled();
		},
		async reload() {
			placed.leave();
			await pass(20);
			placed = placeDesk();
			await come();
		},
		async stop() {
			if (placed.desk.view.thread.phase !== 'idle') void placed.desk.conversation?.stop();
			await settled();
		},
		async sleep() {
			show(true);
			server.freeze();
			clock.pass(3_600_000);
			show(false);
			await settled();
		},
		async otherTab() {
			server.askElsewhere();
			await settled();
		},
		async push() {
			server.push();
			await settled();
		},
		pass,
		async calm() {
			server.forgive();
			connect(true);
			await allTold();
			await sendByHand();
		},
		async comeBack() {
			await real.sleep();
			await allTold();
			await sendByHand();
		},
		shown: () =>
			placed.desk.view.thread.messages.map(({ role, content, status }) => ({ role, content: content.trim(), status })),
		doubled() {
			const { messages } = placed.desk.view.thread;
			const named = messages.flatMap(({ key, id, role, content }) => [key, id ?? key, role === 'user' ? content : key]);
			return (
				messages.length - Math.min(...[0, 1, 2].map((nth) => new Set(named.filter((_, at) => at % 3 === nth)).size))
			);
		},
		untrue: () =>
			placed.desk.view.thread.messages.filter(
				({ id, content }) => id !== null && !server.whole(id).trim().startsWith(content.trim()),
			),
		stored: server.stored,
		asked: () => ({ stored: server.asked(), sent }),
		unread: () => placed.desk.view.unread.length,
		pushed: server.pushed,
		end() {
			placed.leave();
			clock.giveBack();
			giveBack();
		},
	};
	await come();
	return real;
}
