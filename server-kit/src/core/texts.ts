// What the server says to customers in its own words, per language. English is the fallback.

import type { DegradedCode, RefusedLabel } from '../protocol/index.ts';

export interface Texts {
	disclosure: string;
	refused: Readonly<Record<RefusedLabel, string>>;
	degraded: Readonly<Record<DegradedCode, string>>;
	/** What stands in place of an answer that was blocked. */
	blocked: string;
	/** On the button that leads to a person. */
	askAPerson: string;
	/** The same, beneath an answer that cites nothing. */
	unsupported: string;
}

const en: Texts = {
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
		rate_limited: 'That was a lot of messages in a short time. Please wait a moment and try again.',
		quota_exceeded: 'You have used all AI answers of this period. You can open a case, or come back when it resets.',
		cost_cap_reached: 'The AI assistant has reached its limit for this period. You can open a case instead.',
		runtime_not_wired: 'The AI assistant is not set up for this kind of request. You can open a case instead.',
		vendor_outage: 'The AI assistant cannot be reached right now. Try again in a moment, or open a case.',
		model_timeout: 'The AI assistant took too long to answer. Try again, or open a case.',
		retrieval_unavailable: 'Our help articles cannot be searched right now. Try again in a moment, or open a case.',
		output_blocked: 'This answer was withheld because it contained something that must not be shared.',
	},
	askAPerson: 'Talk to a person',
	unsupported: 'No article confirms this. Ask a person',
	blocked: 'I can’t show the rest of this answer. Please ask for a person if you need more help.',
};

const de: Texts = {
	disclosure:
		'Sie chatten mit einem KI-Assistenten, nicht mit einem Menschen. Er antwortet aus unseren Hilfeartikeln und kann sich irren; prüfen Sie Wichtiges bitte nach. Ihre Nachrichten werden gespeichert, damit unser Team Ihnen helfen kann. Sie können jederzeit nach einem Menschen fragen.',
	refused: {
		out_of_scope: 'Ich kann hier nur bei Fragen zu unserem Produkt und zu Ihrem Konto helfen.',
		prompt_injection:
			'Ich kann weder meine Arbeitsweise ändern noch meine Anweisungen nennen. Wobei brauchen Sie Hilfe?',
		secret_request:
			'Ich kann keine Passwörter, Schlüssel oder anderen Geheimnisse herausgeben. Nutzen Sie den Link zum Zurücksetzen auf der Anmeldeseite.',
		other_user_data: 'Ich kann keine Angaben über andere Personen machen. Bei Ihrem eigenen Konto helfe ich gern.',
		regulated_advice:
			'Ich kann keinen medizinischen, rechtlichen oder finanziellen Rat geben. Bitte fragen Sie eine Fachperson.',
		abuse: 'Ich möchte gern helfen, aber nicht so. Sagen Sie mir, was schiefging, oder fragen Sie nach einem Menschen.',
	},
	degraded: {
		master_flag_off: 'Der KI-Assistent ist gerade ausgeschaltet. Sie können einen Fall eröffnen, unser Team antwortet.',
		tenant_disabled: 'Der KI-Assistent steht für dieses Konto nicht zur Verfügung. Sie können einen Fall eröffnen.',
		disclosure_required: 'Bitte lesen und bestätigen Sie den Hinweis zur KI, bevor Sie eine Nachricht senden.',
		rate_limited:
			'Das waren viele Nachrichten in kurzer Zeit. Bitte warten Sie einen Moment und versuchen Sie es erneut.',
		quota_exceeded:
			'Sie haben alle KI-Antworten dieses Zeitraums genutzt. Eröffnen Sie einen Fall oder kommen Sie später wieder.',
		cost_cap_reached: 'Der KI-Assistent hat sein Limit für diesen Zeitraum erreicht. Sie können einen Fall eröffnen.',
		runtime_not_wired:
			'Der KI-Assistent ist für diese Art von Anfrage nicht eingerichtet. Sie können einen Fall eröffnen.',
		vendor_outage:
			'Der KI-Assistent ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal oder eröffnen Sie einen Fall.',
		model_timeout:
			'Der KI-Assistent hat zu lange gebraucht. Versuchen Sie es noch einmal oder eröffnen Sie einen Fall.',
		retrieval_unavailable:
			'Unsere Hilfeartikel lassen sich gerade nicht durchsuchen. Versuchen Sie es gleich noch einmal oder eröffnen Sie einen Fall.',
		output_blocked: 'Diese Antwort wurde zurückgehalten, weil sie etwas enthielt, das nicht weitergegeben werden darf.',
	},
	askAPerson: 'Mit einem Menschen sprechen',
	unsupported: 'Kein Artikel belegt das. Einen Menschen fragen',
	blocked:
		'Den Rest dieser Antwort kann ich nicht zeigen. Fragen Sie bitte nach einem Menschen, wenn Sie mehr Hilfe brauchen.',
};

const LANGUAGES: Readonly<Record<string, Texts>> = { en, de };

/** @param locale BCP 47 tag; its language decides, English where we do not speak it */
export function textsFor(locale: string): Texts {
	return LANGUAGES[languageOf(locale)] ?? en;
}

/** The language that `textsFor` speaks to a reader of this one. */
export function spokenTo(locale: string): string {
	const language = languageOf(locale);
	return language in LANGUAGES ? language : 'en';
}

export function languageOf(locale: string): string {
	return locale.split('-')[0]?.toLowerCase() ?? 'en';
}
