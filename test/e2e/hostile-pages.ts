// S-54: pages that make it hard for whatever is embedded in them. Each is markup that stands before the desk's script.

/** As the libraries of 2008 left the language behind: what they changed, they changed for everybody. */
const oldLibraries = `
	// Enumerable, so that every for-in meets them.
	Object.prototype.extend = function (more) { return Object.assign(this, more); };
	Object.prototype.each = function () {};
	Array.prototype.each = Array.prototype.forEach;
	Array.prototype.entries = function () { return this.slice(); };
	Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']'; };
	Array.prototype.remove = function () { return this; };
	Array.prototype.last = function () { return this[this.length - 1]; };
	Array.from = (some) => (some == null ? [] : Array.isArray(some) ? some : some.length >= 0 ? [].slice.call(some) : [some]);
	const { bind } = Function.prototype;
	Function.prototype.bind = function (self, ...first) { return self === undefined ? this : bind.call(this, self, ...first); };
	Function.prototype.wrap = function () { return this; };
	String.prototype.startsWith = function (start) { return this.lastIndexOf(start, 0) === 0; };
	String.prototype.endsWith = function (end) { const at = this.length - end.length; return at >= 0 && this.indexOf(end, at) === at; };
	String.prototype.trim = function () { return this.replace(/^\\s+|\\s+$/g, ''); };
	String.prototype.at = function () { return ''; };
	Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
	for (const name of ['show', 'hide', 'toggle', 'update', 'identify', 'wrap', 'select', 'observe', 'fire', 'render']) {
		HTMLElement.prototype[name] = function () { throw new Error('not an element of ours'); };
	}
	Number.prototype.times = function () {};
`;

/** Names of everyday life at the top of a page's script. */
const clobbered = `
	var name = 'x', status = 'x', html = 1, css = 1, api = 1, element = 1, desk = 1, script = 1, open = 1, stop = 1, find = 1;
	var Request = function () {}, Event = { observe() {} }, Class = 1, Hash = 1, $ = 1, define = undefined, module = {}, exports = {};
`;

const style = (rules: string) => `<style>${rules}</style>`;
const script = (code: string) => `<script>${code}</script>`;
const everything = `
	all: unset !important; color: red !important; opacity: 0.2 !important; visibility: hidden !important;
	pointer-events: none !important; text-transform: uppercase !important; letter-spacing: 9px !important;
	position: static !important; font-size: 3px !important; content-visibility: hidden !important;
`;

export const hostilePages: Readonly<Record<string, string>> = {
	'built-ins replaced by old libraries': script(oldLibraries),
	'globals of its own for common names': script(clobbered),
	'elements named like parts of the document':
		'<img name="currentScript"><a id="deskbell"></a><form id="customElements"></form>',
	'all unset, important': style('* { all: unset !important }'),
	'nothing displayed, important': style('body * { display: none !important }'),
	'every property that hides, important': style(`body * { ${everything} }`),
	'a root font of 3px': style('html { font-size: 3px }'),
	'a root font of 40px': style('html { font-size: 40px !important }'),
	'zoomed, right to left': style('html { zoom: 1.3; direction: rtl }'),
	'everything transformed and cut off': style(
		'html, body { block-size: 800px } body, body * { transform: scale(0.9) !important; overflow: hidden !important }',
	),
};
