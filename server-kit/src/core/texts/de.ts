// German: Sie.

import type { Texts } from './en.ts';

export const de: Texts = {
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
		master_flag_off:
			'Der KI-Assistent ist gerade ausgeschaltet. Sie können eine Anfrage stellen, unser Team antwortet Ihnen.',
		tenant_disabled: 'Der KI-Assistent steht für dieses Konto nicht zur Verfügung. Sie können eine Anfrage stellen.',
		disclosure_required: 'Bitte lesen und bestätigen Sie den Hinweis zur KI, bevor Sie eine Nachricht senden.',
		rate_limited: 'Das waren viele Anfragen in kurzer Zeit. Bitte warten Sie einen Moment und versuchen Sie es erneut.',
		quota_exceeded:
			'Sie haben alle KI-Antworten dieses Zeitraums genutzt. Stellen Sie eine Anfrage oder kommen Sie später wieder.',
		cost_cap_reached: 'Der KI-Assistent hat sein Limit für diesen Zeitraum erreicht. Sie können eine Anfrage stellen.',
		runtime_not_wired:
			'Der KI-Assistent ist für diese Art von Frage nicht eingerichtet. Sie können eine Anfrage stellen.',
		vendor_outage:
			'Der KI-Assistent ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal oder stellen Sie eine Anfrage.',
		model_timeout:
			'Der KI-Assistent hat zu lange gebraucht. Versuchen Sie es noch einmal oder stellen Sie eine Anfrage.',
		retrieval_unavailable:
			'Unsere Hilfeartikel lassen sich gerade nicht durchsuchen. Versuchen Sie es gleich noch einmal oder stellen Sie eine Anfrage.',
		output_blocked:
			'Diese Antwort wurde zurückgehalten, weil sie etwas enthielt, das nicht weitergegeben werden darf. Fragen Sie anders oder stellen Sie eine Anfrage.',
	},
	askAPerson: 'Mit einem Menschen sprechen',
	retry: 'Erneut versuchen',
	requestAccess: 'Zugriff anfragen',
	unsupported: 'Kein Artikel belegt das. Einen Menschen fragen',
	blocked:
		'Den Rest dieser Antwort kann ich nicht zeigen. Fragen Sie bitte nach einem Menschen, wenn Sie mehr Hilfe brauchen.',
	declined: 'In Ordnung, ich habe das nicht ausgeführt.',
};
