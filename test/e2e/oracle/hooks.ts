// What a page must never do: the functions through which hostile text would run or fetch, each of which tells.
//
// Each of these runs in the page before anything else does, in this order.

declare global {
	interface Window {
		/** What was heard, in words. Only the oracle knows the name. */
		__heard: string[];
		__tell(what: string, ...values: unknown[]): void;
	}
}

/** What asks, shows, opens or leads elsewhere. */
export function listenToCalls(): void {
	const heard: string[] = [];
	const tell = (what: string, ...values: unknown[]) => {
		heard.push(`${what} ${values.map(String).join(' ').slice(0, 200)}`);
	};
	Object.defineProperty(window, '__heard', { value: heard });
	Object.defineProperty(window, '__tell', { value: tell });
	for (const name of ['alert', 'confirm', 'prompt', 'open', 'print'] as const)
		window[name] = ((...values: unknown[]) => tell(name, ...values)) as never;
	document.write = (...values) => tell('document.write', ...values);
	document.writeln = (...values) => tell('document.writeln', ...values);
	navigator.sendBeacon = (url) => {
		tell('sendBeacon', url);
		return true;
	};
	// Every way to lead the page elsewhere, its own fragment included.
	const { navigation } = window as unknown as { navigation: EventTarget };
	navigation.addEventListener('navigate', (event) => {
		tell('location', (event as unknown as { destination: { url: string } }).destination.url);
	});
	addEventListener('securitypolicyviolation', (event) => tell('policy', event.violatedDirective, event.blockedURI));
}

/** What turns text into code. */
export function listenToCode(): void {
	const { eval: evaluate, setTimeout: later, setInterval: often, __tell: tell } = window;
	// The tests' own reading of what was heard is evaluated too.
	window.eval = (code) => {
		if (!String(code).includes('__heard')) tell('eval', code);
		return evaluate(code);
	};
	const timed = (name: string, real: (...values: never[]) => unknown) =>
		((...values: never[]) => {
			if (typeof values[0] === 'string') tell(name, values[0]);
			return real.apply(window, values);
		}) as never;
	window.setTimeout = timed('setTimeout', later);
	window.setInterval = timed('setInterval', often);
}

/** What fetches. @param api paths below which the widget itself may */
export function listenToRequests(api: string): void {
	const { fetch: load, __tell: tell } = window;
	window.fetch = (input, init) => {
		const { origin, pathname } = new URL(input instanceof Request ? input.url : String(input), document.baseURI);
		if (origin !== location.origin || !pathname.startsWith(api)) tell('fetch', pathname);
		return load.call(window, input, init);
	};
	const made = (name: string) => ({
		construct(target: never, values: unknown[]) {
			tell(name, ...values);
			return Reflect.construct(target, values) as object;
		},
		apply(target: never, self: unknown, values: unknown[]) {
			tell(name, ...values);
			return Reflect.apply(target, self, values) as unknown;
		},
	});
	for (const name of ['Image', 'Audio', 'WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'Function'] as const)
		Object.defineProperty(window, name, { value: new Proxy(window[name] as never, made(name)) });
	Object.defineProperty(Function.prototype, 'constructor', { value: window.Function });
	const openRequest = XMLHttpRequest.prototype.open;
	XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...values: unknown[]) {
		tell('XMLHttpRequest', values[1]);
		return openRequest.apply(this, values as never);
	};
}
