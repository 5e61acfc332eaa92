// The codes of a feature that is off, capped or out: states to show, not crashes.

export type DegradedCode =
	| 'master_flag_off'
	| 'tenant_disabled'
	| 'disclosure_required'
	| 'rate_limited'
	| 'quota_exceeded'
	| 'cost_cap_reached'
	| 'runtime_not_wired'
	| 'vendor_outage'
	| 'model_timeout'
	| 'retrieval_unavailable'
	| 'output_blocked';

export type RefusedLabel =
	| 'out_of_scope'
	| 'prompt_injection'
	| 'secret_request'
	| 'other_user_data'
	| 'regulated_advice'
	| 'abuse';

export type AnsweredLabel =
	| 'how_to'
	| 'account_status'
	| 'billing'
	| 'troubleshooting'
	| 'bug'
	| 'feature_request'
	| 'human_request'
	| 'smalltalk'
	| 'unknown';

export type IntentLabel = AnsweredLabel | RefusedLabel;
