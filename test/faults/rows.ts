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

export const faults = (name: string) => `test/faults/${name}.test.ts`;

/** Those that `npm run faults` tries. */
export const EXPERIMENTS: readonly Row[] = [
	{
		id: 'S-03',
		tried:
			'canaries in the prompt, the keys, another tenant’s articles, another person’s words and snapshot, before a model that obeys every injection; looked for in answers, errors, logs, webhooks, spans, metrics and the audit',
		where: [faults('secrets')],
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
		tried:
			'`kill -9` at random moments of five answers; between the yes of another ticket system and our record, in the middle of its comments; two processes that ask it for the same tickets while it fails',
		where: [faults('processes'), faults('dispatches')],
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
	{
		id: 'F-15',
		tried:
			'a database server that ends every connection, crashes and comes back, stands still (SIGSTOP), or to which the way swallows everything, all in the middle of answers; one that is cut off',
		where: [faults('database'), 'test/databases/outage.test.ts'],
	},
	{ id: 'F-16', tried: 'two hundred posts and fifty open streams on a pool of ten', where: [faults('races')] },
	{ id: 'F-17', tried: 'five turns are left, two hundred ask two processes at once', where: [faults('races')] },
	{ id: 'F-18', tried: 'the same key fifty times on two processes; late; with another text', where: [faults('races')] },
	{ id: 'F-19', tried: 'two tabs of one person on two processes write at once', where: [faults('races')] },
	{
		id: 'F-20',
		tried: 'a hand-over in the middle of an answer: not a word after it',
		where: [faults('races')],
		lacking: 'two people who take over one chat: live chat is not part of the kit, a case is worked on in its ticket',
	},
	{ id: 'F-21', tried: 'Redis dies, restarts empty, stands still, refuses writes', where: [faults('redis')] },
	{
		id: 'F-22',
		tried: 'a database on a full disk, between turns and in the middle of an answer; a log on a full device',
		where: [faults('disk')],
		lacking: 'uploads: they do not exist yet',
	},
	{
		id: 'F-23',
		tried:
			'the kit’s clock ten minutes on, ten minutes and an hour back in the middle of an answer; the machine’s clock under a limit of requests; tokens of processes 90 s apart; two machines 90 s apart that look at one answer; leap day, turn of the year, change to summer time',
		where: [faults('clock'), 'test/databases/abandoned.test.ts', 'server-kit/test/http/jwt.test.ts'],
	},
	{
		id: 'F-24',
		tried:
			'receivers that hang, answer 500, redirect inside, drip, pour without end, have an expired certificate, are not there, have no name; beside them one that works',
		where: [faults('webhooks'), 'server-kit/test/connect/egress.test.ts'],
	},
	{
		id: 'F-25',
		tried: '`kill -9` of the process in the middle of a delivery; a lease that ends',
		where: [faults('webhooks'), 'test/databases/webhooks.test.ts'],
	},
	{
		id: 'F-27',
		tried: 'turns without end: what the process holds, by the turn',
		where: [faults('soak')],
		lacking: 'the hour itself: as many turns as it brings at five requests a second are taken, five at once',
	},
	{
		id: 'F-28',
		tried: 'text and JSON made to be slow',
		where: [faults('load'), 'server-kit/test/core/marks.test.ts'],
	},
	{
		id: 'F-29',
		tried: 'four hundred clients on two hundred and fifty-six file descriptors, one answer under way',
		where: [faults('descriptors')],
	},
	{
		id: 'F-30',
		tried:
			'this version on the tables of the next, which come in the middle of an answer; a start beside it; `kill -9` in the middle of a migration; two that migrate at once',
		where: [faults('upgrade'), 'test/databases/migrations.test.ts'],
		lacking: 'new code on old tables: a version migrates before its first request',
	},
	{
		id: 'F-31',
		tried:
			'a classifier that throws, hangs or answers another shape; detectors of the output filter and of the redactor that throw or answer another shape; a log that throws',
		where: [faults('guards')],
		lacking: 'a detector that hangs: they are the kit’s own and run to their end; F-28 bounds their time',
	},
	{
		id: 'F-34',
		tried:
			'a back-up taken while people write, by the commands of the handbook, restored in the place of what there was: the invariants on it, and the desk goes on; the ledger of erasures, and the audit’s chain after both',
		where: [faults('backup'), 'test/databases/erasure-ledger.test.ts', 'test/databases/audit.test.ts'],
	},
];
