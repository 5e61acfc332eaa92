// koa-mount ships no types of its own.

declare module 'koa-mount' {
	import type { Middleware } from 'koa';

	/** @param app a Koa app or a middleware, of whatever state and context */
	function mount(prefix: string, app: { callback(): unknown } | ((...given: never[]) => unknown)): Middleware;
	export = mount;
}
