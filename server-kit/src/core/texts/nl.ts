// Dutch: u.

import type { Texts } from './en.ts';

export const nl: Texts = {
	disclosure:
		'U chat met een AI-assistent, niet met een mens. De assistent antwoordt op basis van onze hulpartikelen en kan zich vergissen, dus controleer belangrijke punten. Uw berichten worden bewaard zodat ons team u kan helpen. U kunt op elk moment om een medewerker vragen.',
	refused: {
		out_of_scope: 'Ik kan u hier alleen helpen met vragen over ons product en uw account.',
		prompt_injection:
			'Ik kan mijn werkwijze niet veranderen en mijn instructies niet delen. Vertel me waarmee ik u kan helpen.',
		secret_request:
			'Ik kan geen wachtwoorden, sleutels of andere geheimen geven. Gebruik de herstellink op de inlogpagina om weer toegang te krijgen tot uw account.',
		other_user_data: 'Ik kan geen informatie over andere personen delen. Ik help u graag met uw eigen account.',
		regulated_advice:
			'Ik kan geen medisch, juridisch of financieel advies geven. Vraag het aan een gekwalificeerde deskundige.',
		abuse: 'Ik help u graag, maar niet op deze manier. Vertel me wat er misging of vraag om een medewerker.',
	},
	degraded: {
		master_flag_off:
			'De AI-assistent is op dit moment uitgeschakeld. U kunt een aanvraag indienen en ons team antwoordt u.',
		tenant_disabled: 'De AI-assistent is niet beschikbaar voor dit account. U kunt een aanvraag indienen.',
		disclosure_required: 'Lees en accepteer de melding over AI voordat u een bericht verstuurt.',
		rate_limited: 'Dat waren veel verzoeken in korte tijd. Wacht even en probeer het opnieuw.',
		quota_exceeded:
			'U hebt alle AI-antwoorden van deze periode gebruikt. Dien een aanvraag in of kom terug in de volgende periode.',
		cost_cap_reached: 'De AI-assistent heeft de limiet voor deze periode bereikt. U kunt een aanvraag indienen.',
		runtime_not_wired: 'De AI-assistent is niet ingericht voor dit soort vragen. U kunt een aanvraag indienen.',
		vendor_outage: 'De AI-assistent is op dit moment niet bereikbaar. Probeer het zo opnieuw of dien een aanvraag in.',
		model_timeout: 'De AI-assistent deed te lang over het antwoord. Probeer het opnieuw of dien een aanvraag in.',
		retrieval_unavailable:
			'Onze hulpartikelen kunnen op dit moment niet worden doorzocht. Probeer het zo opnieuw of dien een aanvraag in.',
		output_blocked:
			'Dit antwoord is achtergehouden omdat het iets bevatte dat niet gedeeld mag worden. Stel uw vraag anders of dien een aanvraag in.',
	},
	askAPerson: 'Praten met een medewerker',
	retry: 'Opnieuw proberen',
	requestAccess: 'Toegang aanvragen',
	unsupported: 'Geen artikel bevestigt dit. Een medewerker vragen',
	blocked: 'Ik kan de rest van dit antwoord niet tonen. Vraag om een medewerker als u meer hulp nodig hebt.',
	declined: 'Goed, ik heb dat niet gedaan.',
};
