// The rows of the security and reliability properties: what is tried, and where. The page docs/reliability.md is made
// of this table and of the outcomes of `npm run faults`.

export interface Row {
	id: string;
	/** In one line, what is done to the product. */
	tried: string;
	/** Test files, from the root. */
	where: readonly string[];
	/** What the row asks beyond what its tests assert: not met, not shown, or not tried. */
	lacking?: string;
}

const faults = (name: string) => `test/faults/${name}.test.ts`;

/** Those that `npm run faults` tries. */
export const EXPERIMENTS: readonly Row[] = [
	{
		id: 'S-03',
		tried:
			'canaries in the prompt, the keys, another tenant’s articles and another person’s words, before a model that obeys every injection',
		where: [faults('secrets')],
		lacking: 'webhooks and traces: they do not exist yet',
	},
	{ id: 'S-07', tried: 'a model that cites everything; questions that no article answers', where: [faults('secrets')] },
	{
		id: 'S-08',
		tried: 'two hundred turns at once against each kind of limit; a megabyte, ten thousand messages, endless tools',
		where: [faults('load')],
	},
	{
		id: 'S-11',
		tried:
			'every route that names a row, asked with ids of other people and other tenants: its answer, its statements, its time',
		where: [faults('ownership')],
	},
	{
		id: 'S-12',
		tried: 'following streams and pushes of others, with and without `Last-Event-ID`',
		where: [faults('ownership')],
	},
	{
		id: 'S-13',
		tried: 'history, roles, tools and instructions sent by a client; what the guard reads beside what the model reads',
		where: [faults('ownership')],
	},
	{
		id: 'S-55',
		tried: 'secrets from the model, cut at every place, read over HTTP',
		where: [faults('secrets'), 'server-kit/test/answer/'],
	},
	{
		id: 'F-01',
		tried: 'the model’s server is busy (429), with and without `Retry-After`; fifty people meet it at once',
		where: [faults('upstream')],
	},
	{ id: 'F-02', tried: '500, 502, 503, 529, a reset, a sign-in page; then it is fine', where: [faults('upstream')] },
	{ id: 'F-03', tried: 'headers, then silence; silence from the start', where: [faults('upstream')] },
	{ id: 'F-04', tried: 'a word now and then, for ever', where: [faults('upstream')] },
	{
		id: 'F-05',
		tried: 'the answer cut at every byte, closed (FIN) and broken (RST), in text and in a tool call',
		where: [faults('cuts')],
	},
	{
		id: 'F-06',
		tried: 'errors within the stream, unknown events, CRLF, a byte order mark, an event of a megabyte',
		where: [faults('upstream')],
	},
	{ id: 'F-07', tried: 'content filter, length, refusal, an empty answer', where: [faults('upstream')] },
	{
		id: 'F-08',
		tried: 'unknown tools, wrong arguments, two hundred calls, an endless loop',
		where: [faults('upstream')],
	},
	{
		id: 'F-09',
		tried: '`kill -9` at random moments of five answers',
		where: [faults('processes')],
		lacking: 'effects of tools and the outbox: neither exists yet',
	},
	{ id: 'F-10', tried: 'SIGTERM under fifty open streams', where: [faults('processes')] },
	{
		id: 'F-11',
		tried: 'reconnecting after every event: same process, another one, after a restart',
		where: [faults('processes')],
	},
	{ id: 'F-12', tried: 'readers that leave at random moments', where: [faults('readers')] },
	{
		id: 'F-13',
		tried: 'readers that take 1 kB/s or nothing; server, slow readers and fast ones in processes of their own',
		where: [faults('readers'), 'server-kit/test/http/catch-up.test.ts'],
	},
	{
		id: 'F-14',
		tried: 'half-open connections, to the model and to a reader',
		where: [faults('readers'), 'server-kit/test/http/event-stream.test.ts'],
		lacking:
			'a reader that vanishes from a quiet stream, whose heartbeats its system still takes: its line is freed when the answer ends, that of pushes when the system gives it up',
	},
	{ id: 'F-16', tried: 'two hundred posts and fifty open streams on a pool of ten', where: [faults('races')] },
	{ id: 'F-17', tried: 'five turns are left, two hundred ask two processes at once', where: [faults('races')] },
	{ id: 'F-18', tried: 'the same key fifty times on two processes; late; with another text', where: [faults('races')] },
	{ id: 'F-19', tried: 'two tabs of one person on two processes write at once', where: [faults('races')] },
	{
		id: 'F-20',
		tried: 'a hand-over in the middle of an answer (live chat does not exist yet)',
		where: [faults('races')],
	},
	{ id: 'F-21', tried: 'Redis dies, restarts empty, stands still, refuses writes', where: [faults('redis')] },
	{
		id: 'F-28',
		tried: 'text and JSON made to be slow',
		where: [faults('load'), 'server-kit/test/core/marks.test.ts'],
	},
	{
		id: 'F-31',
		tried:
			'a classifier that throws, hangs or answers another shape; detectors of the output filter and of the redactor that throw or answer another shape; a log that throws',
		where: [faults('guards')],
		lacking: 'a detector that hangs: they are the kit’s own and run to their end; F-28 bounds their time',
	},
];

/** Those that other stages of `npm test` try. */
export const ELSEWHERE: readonly Row[] = [
	{
		id: 'S-04',
		tried: 'rendered answers ask for nothing: no images, no previews',
		where: ['widget/test/markdown-safety.test.ts'],
	},
	{
		id: 'S-05',
		tried: 'tool arguments are checked, steps counted, the caller’s own tenant searched',
		where: ['test/contract/support-ai/upstream.test.ts', faults('upstream')],
	},
	{ id: 'S-09', tried: 'versions exact and the lockfile complete', where: ['test/architecture/packages.test.ts'] },
	{ id: 'S-15', tried: 'no HTML strings in browser code', where: ['test/architecture/style/style.test.ts'] },
	{
		id: 'S-33',
		tried: 'the disclosure stands before the first message',
		where: ['test/e2e/story.test.ts', 'test/contract/support-ai/disclosure.test.ts'],
	},
	{
		id: 'S-35',
		tried: 'every message says whether a machine wrote it',
		where: ['test/contract/support-ai/conversations.test.ts'],
	},
	{
		id: 'S-36',
		tried: 'version, language and hash of the disclosure are kept',
		where: ['test/contract/support-ai/disclosure-ledger.test.ts'],
	},
	{
		id: 'S-37',
		tried:
			'a mark through every endpoint, looked for in every column of every table after the erasure, and in Redis (files and webhooks do not exist yet)',
		where: ['test/databases/erasure.test.ts', faults('erasure')],
	},
	{
		id: 'S-38',
		tried: 'the ledger keeps when and what, and a keyed hash of who',
		where: ['test/databases/erasure.test.ts'],
	},
	{
		id: 'S-41',
		tried: '`kill -9` in the middle of an erasure, then again; messages that come in meanwhile',
		where: ['test/databases/erasure.test.ts', 'test/contract/support-ai/erase.test.ts'],
	},
	{
		id: 'S-42',
		tried:
			'every mark stands in the export, internal notes and other people’s rows do not (JSON lines alone, no form for reading)',
		where: ['test/contract/support-ai/export.test.ts'],
	},
	{ id: 'F-15', tried: 'the database is away, restarted, cut off', where: ['test/databases/outage.test.ts'] },
	{
		id: 'F-11',
		tried:
			'the widget, cut off after every event of an answer: the same process, another one, one that was started after its end',
		where: ['test/e2e/network-resume.test.ts'],
	},
	{
		id: 'F-32',
		tried:
			'offline for 30 s, 3G, captive portal, a proxy that buffers, a blocked API; every cut, refusal and order of them in the widget',
		where: [
			'test/e2e/network.test.ts',
			'widget/test/network-cuts.test.ts',
			'widget/test/network-faults.test.ts',
			'widget/test/network-model.test.ts',
		],
	},
	{
		id: 'F-33',
		tried:
			'loading anew, leaving, the back button and its cache of pages, an hour asleep, two tabs, storage full and denied',
		where: ['test/e2e/network.test.ts', 'widget/test/network-page.test.ts'],
	},
];

/** The parts that they are about do not exist yet, or their experiment is not written. */
export const NOT_YET: Readonly<Record<string, string>> = {
	'S-01, S-02': 'tools that change something, and their confirmation, do not exist yet',
	'S-06, F-35': 'articles cannot be deleted over HTTP yet; no embeddings',
	'S-10': 'an adaptive attack belongs to each release',
	'S-14, S-16': 'one renderer so far; agent console, e-mail and export do not exist yet',
	'S-17 to S-32, F-24, F-25': 'connectors, webhooks and mail do not exist yet',
	'S-34': 'no human agent writes into a conversation yet',
	'S-39, S-40, S-43, S-44, F-34':
		'no replay of the ledger on a restored backup, no webhook of an erasure and no retention job yet; addresses of visitors are counted under a keyed hash that changes every day',
	'S-45 to S-54':
		'accessibility and CSP of the widget: partly tested in `widget/test` and `test/e2e`, the full matrix is not written',
	'F-22, F-29': 'no uploads yet; disk full and file descriptors not tried',
	'F-23': 'the clock is injected; jumps are tried for quota periods and tokens only',
	'F-26': 'tools of the host do not exist yet',
	'F-27': 'no soak test yet',
	'F-30': 'migrations from several processes are tested; old code on a new schema is not',
	'F-32, F-33': 'the widget’s side of a bad line is tested in part (`widget/test`)',
};
