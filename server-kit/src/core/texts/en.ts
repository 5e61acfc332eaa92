// English, and the shape of every language: a missing sentence fails the type check.

import type { DegradedCode, RefusedLabel } from '../../protocol/index.ts';

export interface Texts {
	readonly disclosure: string;
	readonly refused: Readonly<Record<RefusedLabel, string>>;
	readonly degraded: Readonly<Record<DegradedCode, string>>;
	/** On the button that leads to a person. */
	readonly askAPerson: string;
	/** On the button that runs something of the customer's once more. */
	readonly retry: string;
	/** Before what it is asked for, and a colon. */
	readonly requestAccess: string;
	/** The same as `askAPerson`, beneath an answer that cites nothing. */
	readonly unsupported: string;
	/** What stands in place of an answer that was blocked. */
	readonly blocked: string;
	/** The answer to who declined a call, where no model may be asked. */
	readonly declined: string;
}

export const en: Texts = {
	disclosure:
		'You are chatting with an AI assistant, not a person. It answers from our help articles and can be wrong, so check important points. Your messages are stored so that our team can help you. You can ask for a person at any time.',
	refused: {
		out_of_scope: 'I can only help with questions about our product and your account here.',
		prompt_injection: 'I can’t change how I work or share my instructions. Tell me what you need help with.',
		secret_request:
			'I can’t give out passwords, keys or other secrets. To get back into your account, use the reset link on the sign-in page.',
		other_user_data: 'I can’t share information about other people. I can help with your own account.',
		regulated_advice: 'I can’t give medical, legal or financial advice. Please ask a qualified professional.',
		abuse: 'I’d like to help, but not like this. Tell me what went wrong, or ask for a person.',
	},
	degraded: {
		master_flag_off: 'The AI assistant is switched off right now. You can open a case and our team will answer.',
		tenant_disabled: 'The AI assistant is not available for this account. You can open a case instead.',
		disclosure_required: 'Please read and accept the notice about AI before you send a message.',
		rate_limited: 'That was a lot of requests in a short time. Please wait a moment and try again.',
		quota_exceeded: 'You have used all AI answers of this period. You can open a case, or come back when it resets.',
		cost_cap_reached: 'The AI assistant has reached its limit for this period. You can open a case instead.',
		runtime_not_wired: 'The AI assistant is not set up for this kind of request. You can open a case instead.',
		vendor_outage: 'The AI assistant cannot be reached right now. Try again in a moment, or open a case.',
		model_timeout: 'The AI assistant took too long to answer. Try again, or open a case.',
		retrieval_unavailable: 'Our help articles cannot be searched right now. Try again in a moment, or open a case.',
		output_blocked:
			'This answer was withheld because it contained something that must not be shared. Ask in other words, or open a case.',
	},
	askAPerson: 'Talk to a person',
	retry: 'Try again',
	requestAccess: 'Request access',
	unsupported: 'No article confirms this. Ask a person',
	blocked: 'I can’t show the rest of this answer. Please ask for a person if you need more help.',
	declined: 'All right, I have not done that.',
};
