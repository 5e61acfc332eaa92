// How a source is announced in a stream: in the AI SDK's words, then with what our own reader shows of it.

import type { CitationView, StreamPart } from '../protocol/index.ts';

export function sourceParts(citation: CitationView): StreamPart[] {
	const { source_id: sourceId, title, url } = citation;
	const source: StreamPart = url
		? { type: 'source-url', sourceId, url, title }
		: { type: 'source-document', sourceId, mediaType: 'text/markdown', title };
	return [source, { type: 'data-citation', id: `citation-${citation.number}`, data: citation }];
}
