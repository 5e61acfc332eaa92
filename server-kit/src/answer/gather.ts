// First step of an answer: which passages of the knowledge base speak to the question.

import type { FoundPassage, Search } from '../core/knowledge.ts';
import type { NumberedPassage } from '../core/model.ts';
import type { AnswerInput } from '../core/ports.ts';

const PASSAGES = 6;
/** Shorter than this, a question leans on the one before it: "and for teams?" */
const STANDS_ALONE = 5;

export async function gather(input: AnswerInput, search: Search): Promise<NumberedPassage[]> {
	const { caller, conversation } = input;
	const query = understood(input);
	const found = await search.find({ tenantId: caller.tenantId, query, locale: conversation.locale, limit: PASSAGES });
	return numbered(found, 1);
}

export function numbered(found: readonly FoundPassage[], from: number): NumberedPassage[] {
	return found.map(({ passage, score, coverage }, index) => ({
		number: from + index,
		articleId: passage.articleId,
		title: passage.title,
		headings: passage.headings,
		text: passage.text,
		url: withAnchor(passage.url, passage.anchor),
		score,
		coverage,
	}));
}

function understood({ question, history }: AnswerInput): string {
	if (question.trim().split(/\s+/).length >= STANDS_ALONE) return question;
	const before = history.findLast((message) => message.role === 'user')?.content ?? '';
	return before ? `${before}\n${question}` : question;
}

function withAnchor(url: string | null, anchor: string | null): string | null {
	return url && anchor && !url.includes('#') ? `${url}#${anchor}` : url;
}
