// The walls: which station may import which. Each rule says why; test/architecture/walls.test.ts proves that each bites.

const kit = 'server-kit/src';

/** A package, wherever npm has put it, and also where it is not installed at all. */
const packages = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;
const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];
const errors = `^${kit}/errors\\.ts$`;
const ownTests = ['^test/', '^server-kit/test/', '^demo/'];
const composers = [`^${kit}/kit\\.ts$`, `^${kit}/(cli|testing)/`];

const wall = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
	forbidden: [
		wall(
			'protocol-imports-nothing',
			'The words both sides speak must not pull anything into the browser.',
			{ path: `^${kit}/protocol/` },
			{ pathNot: `^${kit}/protocol/` },
		),
		wall(
			'widget-sees-only-protocol',
			'The widget is a client like any other: it knows the wire, not the server.',
			{ path: '^widget/src/' },
			{ path: '^(server-kit|demo|test)/', pathNot: `^${kit}/protocol/` },
		),
		wall(
			'widget-takes-types-only',
			'The protocol exists at compile time only; a value import would ship server code to the browser.',
			{ path: '^widget/src/' },
			{ path: `^${kit}/protocol/`, dependencyTypesNot: ['type-only'] },
		),
		wall(
			'widget-packages',
			'Every package the widget imports is paid for by every visitor: raising this list is a decision.',
			{ path: '^widget/src/' },
			{
				dependencyTypes: npm,
				pathNot: packages('lit', 'lit-html', 'lit-element', '@lit', 'tslib'),
			},
		),
		wall(
			'koa-only-in-http',
			'Faces hand http declared routes; the framework can be changed in one folder.',
			{ path: '^server-kit/', pathNot: [`^${kit}/http/`, ...ownTests] },
			{ path: packages('koa', 'koa-[a-z-]+', '@koa', 'raw-body', '@types/koa[a-z_]*') },
		),
		wall(
			'sql-only-in-store',
			'Rows stay in the store: a query elsewhere would forget the tenant or a database difference.',
			{ path: '^server-kit/', pathNot: [`^${kit}/store/`, ...ownTests] },
			{ path: packages('knex', 'better-sqlite3', 'mysql2', 'pg', 'sqlite3') },
		),
		wall(
			'model-vendor-in-one-file',
			'One vendor, one file: text in, events out.',
			{ path: '^(server-kit|widget|demo)/', pathNot: `^${kit}/answer/models/openai\\.ts$` },
			{ path: packages('openai') },
		),
		wall(
			'outside-systems-only-in-connect',
			'Outside systems are spoken to in connect; http alone upgrades sockets.',
			{ path: '^server-kit/', pathNot: [`^${kit}/(connect|http)/`, ...ownTests] },
			{ path: packages('redis', 'ioredis', 'bullmq', 'ws', '@redis') },
		),
		wall(
			'core-knows-core-and-protocol',
			'What the product does must not know Koa, SQL, a vendor or a face.',
			{ path: `^${kit}/core/` },
			{ path: '^(server-kit|widget|demo|test)/', pathNot: [`^${kit}/(core|protocol)/`, errors, 'node_modules'] },
		),
		wall(
			'core-has-no-packages',
			'The core is our own words alone; what it needs of a library comes in through a port.',
			{ path: `^${kit}/core/` },
			{ dependencyTypes: npm },
		),
		wall(
			'core-does-no-io',
			'Of node only what neither reads nor writes: everything else comes in through a port.',
			{ path: `^${kit}/core/` },
			{ dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|events)$' },
		),
		wall(
			'answer-knows-core-and-protocol',
			'An answer is made from ports and passages; it knows neither store nor wire.',
			{ path: `^${kit}/answer/` },
			{ path: '^(server-kit|widget|demo|test)/', pathNot: [`^${kit}/(answer|core|protocol)/`, errors, 'node_modules'] },
		),
		wall(
			'face-sees-core-route-protocol',
			'A face is declared routes over the core: never the store, never an answer, never the framework.',
			{ path: `^${kit}/faces/` },
			{
				path: '^(server-kit|widget|demo|test)/',
				pathNot: [`^${kit}/(faces|core|protocol)/`, `^${kit}/http/route\\.ts$`, errors, 'node_modules'],
			},
		),
		wall(
			'face-never-sees-a-face',
			'The four faces are slices that can be read, mounted and removed alone.',
			{ path: `^${kit}/faces/([^/]+)/` },
			{ path: `^${kit}/faces/`, pathNot: `^${kit}/faces/$1/` },
		),
		wall(
			'face-packages',
			'A face declares shapes; zod is all it needs for that.',
			{ path: `^${kit}/faces/` },
			{ dependencyTypes: npm, pathNot: packages('zod') },
		),
		wall(
			'errors-know-protocol',
			'The table of errors is imported from everywhere, so it may import next to nothing.',
			{ path: errors },
			{ pathNot: `^${kit}/protocol/` },
		),
		wall(
			'store-knows-core-and-protocol',
			'The store implements ports of the core; it serves no face and asks no model.',
			{ path: `^${kit}/store/` },
			{ path: '^(server-kit|widget|demo|test)/', pathNot: [`^${kit}/(store|core|protocol)/`, errors, 'node_modules'] },
		),
		wall(
			'http-knows-no-concrete-part',
			'http carries declared routes; which faces and stores there are is decided in kit.ts.',
			{ path: `^${kit}/http/` },
			{ path: `^${kit}/(store|faces|answer|connect|jobs|cli|testing)/` },
		),
		wall(
			'only-kit-imports-the-store',
			'kit.ts composes; whoever else imported the store would be tied to one database.',
			{ path: '^server-kit/', pathNot: [`^${kit}/store/`, ...composers, ...ownTests] },
			{ path: `^${kit}/store/` },
		),
		wall(
			'only-kit-imports-models',
			'kit.ts composes, and index.ts offers models to hosts; the turn knows the port alone.',
			{ path: '^server-kit/', pathNot: [`^${kit}/answer/models/`, `^${kit}/index\\.ts$`, ...composers, ...ownTests] },
			{ path: `^${kit}/answer/models/` },
		),
		wall(
			'only-kit-imports-faces',
			'kit.ts composes the faces that are switched on.',
			{ path: '^server-kit/', pathNot: [`^${kit}/faces/`, ...composers, ...ownTests] },
			{ path: `^${kit}/faces/` },
		),
		wall(
			'only-kit-imports-connectors',
			'kit.ts composes; the core asks ports, not outside systems.',
			{ path: '^server-kit/', pathNot: [`^${kit}/(connect|jobs)/`, ...composers, ...ownTests] },
			{ path: `^${kit}/(connect|jobs)/` },
		),
		wall(
			'source-never-imports-tests',
			'What is published must not need what is not.',
			{ path: '^(server-kit|widget|demo)/src/' },
			{ path: '^(test|server-kit/test|widget/test)/' },
		),
		wall(
			'no-undeclared-packages',
			'A package that no package.json names is there by luck.',
			{ path: '^(server-kit|widget|demo)/src/' },
			{ dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
		),
		wall('everything-resolves', 'An import that leads nowhere fails for the customer.', {}, { couldNotResolve: true }),
		wall('no-cycles', 'Two files that need each other are one file, or three.', {}, { circular: true }),
		wall(
			'no-orphans',
			'A source file that nothing imports is dead or forgotten.',
			{
				orphan: true,
				path: '^(server-kit|widget)/src/',
				pathNot: [`^${kit}/cli/[^/]+\\.ts$`],
			},
			{},
		),
	],
	options: {
		// Type imports are dependencies too: a wall that only stands at run time is not a wall.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(^|/)(dist|coverage|artefacts|openapi|examples)/' },
		enhancedResolveOptions: { conditionNames: ['deskbell-src', 'import', 'default'], exportsFields: ['exports'] },
	},
};
