// `deskbell kb import <folder>`: a folder of Markdown and HTML into the knowledge base of one tenant.

import { parseArticle } from '../answer/knowledge/article.ts';
import { ArticleFault } from '../answer/knowledge/article-fault.ts';
import type { ArticleInput } from '../core/knowledge.ts';
import { findArticleFiles, readArticleFile, type SkippedFile } from './kb-files.ts';
import { type ProgressOutput, showProgress } from './progress.ts';

export interface FolderImport {
	folder: string;
	tenantId: string;
	/** Writes one batch into the store; the same slug again replaces the article. */
	write(articles: ArticleInput[]): Promise<void>;
	/** Where progress is shown; standard error where left out, null for nowhere. */
	progress?: ProgressOutput | null;
	/** Address of the help pages, for articles without `url`. */
	baseUrl?: string;
}

export interface ImportResult {
	tenantId: string;
	imported: number;
	skipped: SkippedFile[];
}

const batchSize = 20;
const skippedShown = 20;

/** A file that is no article is skipped and named; only a missing folder or a failing store ends the import. */
export async function importFolder(options: FolderImport): Promise<ImportResult> {
	const { folder, tenantId, write, baseUrl, progress = process.stderr } = options;
	const found = await findArticleFiles(folder);
	const result: ImportResult = { tenantId, imported: 0, skipped: [...found.skipped] };
	const shown = showProgress(progress, found.files.length, 'Importing', 'articles');
	const slugs = new Map<string, string>();
	let batch: ArticleInput[] = [];

	async function flush(): Promise<void> {
		if (batch.length > 0) await write(batch);
		result.imported += batch.length;
		batch = [];
	}

	try {
		for (const [at, file] of found.files.entries()) {
			const article = await readArticle(folder, file, baseUrl, slugs);
			if ('reason' in article) result.skipped.push(article);
			else batch.push(article);
			if (batch.length === batchSize) await flush();
			shown.advance(at + 1);
		}
		await flush();
	} finally {
		shown.end();
	}
	return result;
}

async function readArticle(
	folder: string,
	file: string,
	baseUrl: string | undefined,
	slugs: Map<string, string>,
): Promise<ArticleInput | SkippedFile> {
	try {
		const article = parseArticle({ path: file, text: await readArticleFile(folder, file), baseUrl });
		const first = slugs.get(article.slug);
		if (first !== undefined) {
			return {
				file,
				reason: `it has the same slug as ${first}. Give one of them another \`slug\` in its front matter.`,
			};
		}
		slugs.set(article.slug, file);
		return article;
	} catch (cause) {
		return { file, reason: reasonOf(cause) };
	}
}

function reasonOf(cause: unknown): string {
	if (cause instanceof ArticleFault) return cause.advice;
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
	return `it could not be read (${code}). Check the file and who may read it.`;
}

/** For a person: what was imported, and each file that was not with what to do. */
export function summarize({ tenantId, imported, skipped }: ImportResult): string {
	const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
	const lines = [`Imported ${count(imported, 'article')} for tenant ${tenantId}.`];
	if (skipped.length > 0) lines.push(`Skipped ${count(skipped.length, 'file')}:`);
	for (const { file, reason } of skipped.slice(0, skippedShown)) lines.push(`  ${file}: ${reason}`);
	if (skipped.length > skippedShown) lines.push(`  and ${skipped.length - skippedShown} more.`);
	return lines.join('\n');
}
