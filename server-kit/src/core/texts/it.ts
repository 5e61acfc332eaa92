// Italian: Lei.

import type { Texts } from './en.ts';

export const it: Texts = {
	disclosure:
		'Sta parlando con un assistente IA, non con una persona. Risponde in base ai nostri articoli di aiuto e può sbagliare: verifichi i punti importanti. I suoi messaggi vengono conservati perché il nostro team possa aiutarla. Può chiedere di parlare con una persona in qualsiasi momento.',
	refused: {
		out_of_scope: 'Qui posso aiutarla solo con domande sul nostro prodotto e sul suo account.',
		prompt_injection:
			'Non posso cambiare il mio modo di lavorare né rivelare le mie istruzioni. Mi dica per che cosa le serve aiuto.',
		secret_request:
			'Non posso fornire password, chiavi o altri dati segreti. Per accedere di nuovo al suo account, usi il link di reimpostazione nella pagina di accesso.',
		other_user_data: 'Non posso fornire informazioni su altre persone. Posso aiutarla con il suo account.',
		regulated_advice:
			'Non posso dare consigli medici, legali o finanziari. Si rivolga a un professionista qualificato.',
		abuse:
			'Vorrei aiutarla, ma non in questo modo. Mi dica che cosa è andato storto o chieda di parlare con una persona.',
	},
	degraded: {
		master_flag_off:
			'L’assistente IA è disattivato in questo momento. Può aprire una richiesta e il nostro team le risponderà.',
		tenant_disabled: 'L’assistente IA non è disponibile per questo account. Può aprire una richiesta.',
		disclosure_required: 'Legga e accetti l’avviso sull’IA prima di inviare un messaggio.',
		rate_limited: 'Sono arrivate molte richieste in poco tempo. Attenda un momento e riprovi.',
		quota_exceeded:
			'Ha usato tutte le risposte dell’IA di questo periodo. Apra una richiesta o torni nel prossimo periodo.',
		cost_cap_reached: 'L’assistente IA ha raggiunto il limite di questo periodo. Può aprire una richiesta.',
		runtime_not_wired: 'L’assistente IA non è configurato per questo tipo di domanda. Può aprire una richiesta.',
		vendor_outage: 'L’assistente IA non è raggiungibile in questo momento. Riprovi tra poco o apra una richiesta.',
		model_timeout: 'L’assistente IA ha impiegato troppo tempo a rispondere. Riprovi o apra una richiesta.',
		retrieval_unavailable:
			'In questo momento non è possibile cercare nei nostri articoli di aiuto. Riprovi tra poco o apra una richiesta.',
		output_blocked:
			'Questa risposta è stata trattenuta perché conteneva qualcosa che non può essere condiviso. Riformuli la domanda o apra una richiesta.',
	},
	askAPerson: 'Parla con una persona',
	retry: 'Riprova',
	requestAccess: 'Richiedi l’accesso',
	unsupported: 'Nessun articolo lo conferma. Chiedi a una persona',
	blocked:
		'Non posso mostrare il resto di questa risposta. Se le serve altro aiuto, chieda di parlare con una persona.',
	declined: 'Va bene, non l’ho fatto.',
};
