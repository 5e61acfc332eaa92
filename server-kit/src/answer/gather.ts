// First step of an answer: which passages of the knowledge base speak to the question.

import type { FoundPassage, OnAccount, Search } from '../core/knowledge.ts';
import type { NumberedPassage } from '../core/model.ts';
import type { AnswerInput } from '../core/ports.ts';
import { earlierQuestions } from './thread.ts';

/** How many passages a model is handed: of five articles at least where as many fit, and more of the best. */
export const PASSAGES = 8;

export async function gather(input: AnswerInput, search: Search, signal: AbortSignal): Promise<NumberedPassage[]> {
	const { caller, conversation, question, history } = input;
	const asked = history.flatMap(({ role, content }) => (role === 'user' ? content : []));
	const found = await search.find({
		tenantId: caller.tenantId,
		query: question,
		before: earlierQuestions(question, asked),
		locale: conversation.locale,
		limit: PASSAGES,
		account: accountOf(input, signal),
	});
	return numbered(found, 1);
}

/** Absent where nothing may be booked. */
export function accountOf({ cleared, book }: AnswerInput, signal: AbortSignal): OnAccount | undefined {
	return book && { cleared, signal, book };
}

export function numbered(found: readonly FoundPassage[], from: number): NumberedPassage[] {
	return found.map(({ passage, score, coverage, likeness }, index) => ({
		number: from + index,
		articleId: passage.articleId,
		title: passage.title,
		headings: passage.headings,
		text: passage.text,
		url: withAnchor(passage.url, passage.anchor),
		score,
		coverage,
		...(likeness !== undefined && { likeness }),
	}));
}

function withAnchor(url: string | null, anchor: string | null): string | null {
	return url && anchor && !url.includes('#') ? `${url}#${anchor}` : url;
}
