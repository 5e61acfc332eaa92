// Counts what an embedded desk could leave behind on its page. Also sent to a page as it is: it may use nothing else.

/** By kind: how many there are, or which. */
export type Traces = Record<string, number | string[]>;

/** From here on, everything is counted; what it gives says how much there is at the moment. */
export function countTraces(): () => Traces {
	const shared: EventTarget[] = [window, document, document.documentElement];
	if (window.visualViewport) shared.push(window.visualViewport);
	const listeners = new Map<string, string>();
	const timers = new Set<unknown>();
	const observers = new Set<unknown>();
	const streams = new Set<object>();
	const numbers = new WeakMap<object, number>();
	let numbered = 0;

	const numberOf = (thing: object | null) => {
		if (!thing) return 0;
		if (!numbers.has(thing)) numbers.set(thing, ++numbered);
		return numbers.get(thing);
	};
	const isShared = (target: EventTarget) => shared.includes(target) || target instanceof MediaQueryList;
	const { addEventListener, removeEventListener } = EventTarget.prototype;
	type Options = boolean | AddEventListenerOptions | undefined;
	const keyOf = (target: EventTarget, type: string, listener: object | null, options: Options) =>
		[numberOf(target), type, numberOf(listener), typeof options === 'object' ? !!options.capture : !!options].join();

	EventTarget.prototype.addEventListener = function add(this: EventTarget | undefined, type, listener, options) {
		const target = this ?? window;
		if (isShared(target)) {
			const key = keyOf(target, type, listener, options);
			listeners.set(key, `${target.constructor.name} ${type}`);
			const gone = () => listeners.delete(key);
			if (typeof options === 'object' && options.once) addEventListener.call(target, type, gone, { once: true });
			if (typeof options === 'object' && options.signal) {
				addEventListener.call(options.signal, 'abort', gone, { once: true });
				if (options.signal.aborted) gone();
			}
		}
		addEventListener.call(target, type, listener, options);
	};
	EventTarget.prototype.removeEventListener = function remove(this: EventTarget | undefined, type, listener, options) {
		const target = this ?? window;
		listeners.delete(keyOf(target, type, listener, options as Options));
		removeEventListener.call(target, type, listener, options);
	};

	for (const [set, clear, repeats] of [
		['setTimeout', 'clearTimeout', false],
		['setInterval', 'clearInterval', true],
	] as const) {
		const real = { set: window[set] as (work: () => void, ms?: number) => number, clear: window[clear] };
		const start = (work: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => {
			const id = real.set.call(
				window,
				() => {
					if (!repeats) timers.delete(id);
					work(...given);
				},
				ms,
			);
			timers.add(id);
			return id;
		};
		const stop = (id?: number) => {
			timers.delete(id);
			real.clear.call(window, id);
		};
		Object.assign(window, { [set]: start, [clear]: stop });
	}

	for (const name of ['ResizeObserver', 'MutationObserver', 'IntersectionObserver'] as const) {
		const Real = window[name] as unknown as new (
			...given: unknown[]
		) => { observe(...given: unknown[]): void; disconnect(): void };
		class Counted extends Real {
			override observe(...given: unknown[]): void {
				observers.add(this);
				super.observe(...given);
			}
			override disconnect(): void {
				observers.delete(this);
				super.disconnect();
			}
		}
		Object.assign(window, { [name]: Counted });
	}

	const realFetch = window.fetch;
	window.fetch = async (input, init) => {
		const call = {};
		const over = () => streams.delete(call);
		streams.add(call);
		if (init?.signal) addEventListener.call(init.signal, 'abort', over);
		try {
			const response = await realFetch(input, init);
			// A stream is under way until it is aborted or at its end; anything else is read at once.
			if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) over();
			return response;
		} catch (cause) {
			over();
			throw cause;
		}
	};

	return () => ({
		listeners: [...listeners.values()].sort(),
		timers: timers.size,
		observers: observers.size,
		requests: streams.size,
		sheets: document.adoptedStyleSheets.length + document.styleSheets.length,
		inBody: document.body.childElementCount,
		inHead: document.head.childElementCount,
		stored: sessionStorage.length + localStorage.length + document.cookie.length,
	});
}
