// English, as far as it is said beneath an answer, or in place of one; comes with the first of them.

import type { DegradedCode } from '../../../server-kit/src/protocol/index.ts';
import type { ProblemKind } from '../view.ts';

const degraded = {
	degraded_master_flag_off: 'The AI assistant is switched off at the moment. A person can help you instead.',
	degraded_tenant_disabled: 'The AI assistant is not available here. A person can help you instead.',
	degraded_disclosure_required: 'Please read and accept the notice about the AI first.',
	degraded_rate_limited: 'That was a lot at once. Please wait a moment, then send your message again.',
	degraded_quota_exceeded: 'You have used all AI answers for now. A person can help you instead.',
	degraded_cost_cap_reached: 'The AI assistant has reached its limit for now. A person can help you instead.',
	degraded_runtime_not_wired: 'No AI assistant is connected yet. A person can help you instead.',
	degraded_vendor_outage: 'The AI assistant cannot be reached right now. Please try again, or ask a person.',
	degraded_model_timeout: 'The answer took too long. Please try again, or ask a person.',
	degraded_retrieval_unavailable: 'The help articles cannot be searched right now. Please try again, or ask a person.',
	degraded_output_blocked: 'This answer was held back by a safety check. Please ask in other words, or ask a person.',
} satisfies Record<`degraded_${DegradedCode}`, string>;

const problems = {
	problem_signed_out: 'Your sign-in has expired. Reload the page to sign in again.',
	problem_not_found: 'This is no longer here. It may have been deleted.',
	problem_conflict: 'This has changed in the meantime. Have a look and try again.',
	problem_invalid: 'Something in the form is not right. Please check it and try again.',
	problem_limited: 'Too many requests. Please wait a moment and try again.',
	problem_degraded: 'This does not work at the moment. Please try again later, or ask a person.',
} satisfies Record<`problem_${Exclude<ProblemKind, 'offline' | 'server'>}`, string>;

export const enAfter = {
	...degraded,
	...problems,
	stopped: 'You stopped this answer.',
	interrupted: 'This answer was cut off.',
	failed: 'No answer could be given.',
	answer_ready: 'The AI assistant answers:',
	copy: 'Copy answer',
	sources: (count: number) => (count === 1 ? '1 source' : `${count} sources`),
	open_source: 'Open the article',
	helpful: 'This answer helped',
	not_helpful: 'This answer did not help',
	feedback_title: 'What was wrong with it?',
	feedback_comment: 'What would have helped? (optional)',
	feedback_send: 'Send feedback',
	feedback_skip: 'Skip',
	feedback_thanks: 'Thank you for the feedback.',
	reason_wrong: 'Wrong',
	reason_incomplete: 'Incomplete',
	reason_not_my_question: 'Not my question',
	reason_hard_to_understand: 'Hard to understand',
	reason_sources: 'Sources do not fit',
	read_only_escalated: 'You asked for a person, so the AI no longer answers here.',
	read_only_closed: 'This conversation is closed.',
	see_case: 'See your case',
	file_case: 'File a case',
	earlier: 'Show earlier messages',
	messages_left: (count: number) => (count === 1 ? '1 AI answer left' : `${count} AI answers left`),
	back_at: (when: string) => `New ones on ${when}.`,
	source: (number: number, title: string) => `Source ${number}: ${title}`,
};
