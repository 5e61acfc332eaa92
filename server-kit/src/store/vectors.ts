// Vectors of passages in the database. A lease is a due date, as for dispatches: what a dead process held is due again
// when it ends.

import type { Knex } from 'knex';
import type { BarePassage, KeptVector, NewVector, VectorStore } from '../core/embeddings.ts';
import { bytesOf, vectorIn } from './floats.ts';
import { ARTICLES, PASSAGES, REVISIONS } from './knowledge-rows.ts';
import { inOne } from './steps.ts';

export const VECTORS = 'support_kb_vectors';
const STATES = 'support_kb_embeddings';
const NEVER = -1;
const MANY = 500;

interface VectorRow {
	passage_id: number;
	length: number;
	vector: Uint8Array;
}

interface BareRow {
	id: number;
	article_id: number;
	title: string;
	headings: string;
	text: string;
}

export function vectorsIn(db: Knex): VectorStore {
	const held = ({ tenantId, lease }: { tenantId: string; lease: string }) =>
		db(STATES).where({ tenant_id: tenantId, lease });
	const moved = db.raw('version + 1');
	return {
		due: (maker, now, limit) =>
			db({ revisions: REVISIONS })
				.leftJoin({ states: STATES }, 'states.tenant_id', 'revisions.tenant_id')
				.where((free) => free.whereNull('states.tenant_id').orWhere('states.due_at', '<=', now))
				.where((behind) =>
					behind
						.whereNull('states.tenant_id')
						.orWhereNot('states.maker', maker)
						.orWhereRaw('states.revision <> revisions.revision'),
				)
				.orderBy('revisions.tenant_id')
				.limit(limit)
				.pluck('revisions.tenant_id'),

		async take(tenantId, { maker, lease, now, until }) {
			const first = { tenant_id: tenantId, maker, revision: NEVER, version: 0, due_at: 0 };
			await db(STATES).insert(first).onConflict('tenant_id').ignore();
			const taken = await db(STATES)
				.where({ tenant_id: tenantId })
				.where('due_at', '<=', now)
				.update({ maker, lease, due_at: until });
			if (taken === 0) return null;
			const row = await db(REVISIONS).where({ tenant_id: tenantId }).first('revision');
			return { tenantId, lease, revision: row?.revision ?? 0 };
		},

		renew: async (lease, until) => (await held(lease).update({ due_at: until, version: moved })) > 0,

		async bare(tenantId, maker, { after, limit }) {
			const rows: BareRow[] = await bareOf(db, tenantId, maker)
				.join({ articles: ARTICLES }, 'articles.id', 'passages.article_id')
				.where('passages.id', '>', after)
				.orderBy('passages.id')
				.limit(limit)
				.select('passages.id', 'passages.article_id', 'articles.title', 'passages.headings', 'passages.text');
			return rows.map(bareFrom);
		},

		async same(tenantId, maker, fingerprints) {
			const rows: (VectorRow & { fingerprint: string })[] = await db(VECTORS)
				.where({ tenant_id: tenantId, maker })
				.whereIn('fingerprint', fingerprints)
				.select('fingerprint', 'length', 'vector');
			return new Map(
				rows.flatMap(({ fingerprint, ...row }) => readable(row, (vector) => [fingerprint, vector] as const)),
			);
		},

		async keep(tenantId, maker, vectors) {
			if (vectors.length === 0) return;
			const rows = vectors.map((vector) => rowOf(tenantId, maker, vector));
			await db(VECTORS).insert(rows).onConflict('passage_id').merge();
		},

		async finish(lease, maker) {
			await sweep(db, lease.tenantId);
			await held(lease).update({ maker, revision: lease.revision, version: moved, lease: null, due_at: 0 });
		},

		postpone: async (lease, dueAt) => void (await held(lease).update({ lease: null, due_at: dueAt, version: moved })),

		dropOther: (tenantId, maker, length) =>
			inOne(db, async (bound) => {
				const other = bound(VECTORS).where({ tenant_id: tenantId, maker });
				await other.whereNotIn('length', [0, length]).delete();
				await bound(STATES).where({ tenant_id: tenantId }).update({ revision: NEVER, version: moved });
			}),

		async version(tenantId, maker) {
			const row = await db(STATES).where({ tenant_id: tenantId, maker }).first('version');
			return row?.version ?? null;
		},

		async read(tenantId, maker, { after, limit }) {
			const rows: VectorRow[] = await db(VECTORS)
				.where({ tenant_id: tenantId, maker })
				.where('passage_id', '>', after)
				.orderBy('passage_id')
				.limit(limit)
				.select('passage_id', 'length', 'vector');
			return rows.map(keptFrom);
		},

		async lacking(tenantId, maker) {
			const row = await bareOf(db, tenantId, maker).count({ count: '*' }).first();
			return Number(row?.count ?? 0);
		},
	};
}

function bareOf(db: Knex, tenantId: string, maker: string): Knex.QueryBuilder {
	return db({ passages: PASSAGES })
		.leftJoin({ vectors: VECTORS }, (on) => on.on('vectors.passage_id', 'passages.id').andOnVal('vectors.maker', maker))
		.where('passages.tenant_id', tenantId)
		.whereNull('vectors.passage_id');
}

/** Vectors of passages that were deleted or written anew. */
async function sweep(db: Knex, tenantId: string): Promise<void> {
	for (;;) {
		// Found first: for a subquery in a delete MariaDB reads the whole table.
		const orphans: number[] = await db({ vectors: VECTORS })
			.leftJoin({ passages: PASSAGES }, 'passages.id', 'vectors.passage_id')
			.where('vectors.tenant_id', tenantId)
			.whereNull('passages.id')
			.limit(MANY)
			.pluck('vectors.passage_id');
		if (orphans.length === 0) return;
		await db(VECTORS).where({ tenant_id: tenantId }).whereIn('passage_id', orphans).delete();
	}
}

function bareFrom({ article_id: articleId, headings, ...row }: BareRow): BarePassage {
	return { ...row, articleId, headings: JSON.parse(headings) };
}

function rowOf(tenantId: string, maker: string, { passageId, articleId, fingerprint, vector }: NewVector) {
	return {
		passage_id: passageId,
		tenant_id: tenantId,
		article_id: articleId,
		maker,
		fingerprint,
		length: vector.length,
		vector: bytesOf(vector),
	};
}

function keptFrom(row: VectorRow): KeptVector {
	return { passageId: row.passage_id, vector: vectorIn(row.vector, row.length) ?? new Float32Array(0) };
}

function readable<T>(row: Pick<VectorRow, 'length' | 'vector'>, made: (vector: Float32Array) => T): T[] {
	const vector = vectorIn(row.vector, row.length);
	return vector && vector.length > 0 ? [made(vector)] : [];
}
