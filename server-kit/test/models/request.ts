// A question as the tests of the models ask it.

import type { ModelRequest } from '../../src/core/model.ts';

export const request: ModelRequest = {
	question: 'How large may a file be?',
	messages: [{ role: 'user', content: 'How large may a file be?' }],
	passages: [],
	tools: [],
	locale: 'en',
	maxOutputTokens: 300,
};
