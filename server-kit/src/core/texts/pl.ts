// Polish: forms that suit everyone, without pan and pani.

import type { Texts } from './en.ts';

export const pl: Texts = {
	disclosure:
		'To rozmowa z asystentem AI, a nie z człowiekiem. Asystent odpowiada na podstawie naszych artykułów pomocy i może się mylić, dlatego ważne informacje warto sprawdzić. Wiadomości są zapisywane, aby nasz zespół mógł pomóc. W każdej chwili można poprosić o rozmowę z konsultantem.',
	refused: {
		out_of_scope: 'Tutaj mogę pomóc tylko w sprawach dotyczących naszego produktu i konta.',
		prompt_injection:
			'Nie mogę zmienić sposobu działania ani ujawnić swoich instrukcji. Proszę napisać, w czym mogę pomóc.',
		secret_request:
			'Nie mogę podawać haseł, kluczy ani innych poufnych danych. Aby odzyskać dostęp do konta, proszę użyć linku do resetowania na stronie logowania.',
		other_user_data: 'Nie mogę udostępniać informacji o innych osobach. Mogę pomóc w sprawach własnego konta.',
		regulated_advice:
			'Nie mogę udzielać porad medycznych, prawnych ani finansowych. Proszę zwrócić się do wykwalifikowanego specjalisty.',
		abuse:
			'Chcę pomóc, ale nie w ten sposób. Proszę napisać, co poszło nie tak, lub poprosić o rozmowę z konsultantem.',
	},
	degraded: {
		master_flag_off: 'Asystent AI jest teraz wyłączony. Można utworzyć zgłoszenie, a nasz zespół odpowie.',
		tenant_disabled: 'Asystent AI nie jest dostępny dla tego konta. Można utworzyć zgłoszenie.',
		disclosure_required: 'Przed wysłaniem wiadomości proszę przeczytać i zaakceptować informację o AI.',
		rate_limited: 'To było wiele prób w krótkim czasie. Proszę chwilę poczekać i spróbować ponownie.',
		quota_exceeded:
			'Wykorzystano wszystkie odpowiedzi AI w tym okresie. Można utworzyć zgłoszenie lub wrócić w następnym okresie.',
		cost_cap_reached: 'Asystent AI osiągnął limit w tym okresie. Można utworzyć zgłoszenie.',
		runtime_not_wired: 'Asystent AI nie jest skonfigurowany do takich pytań. Można utworzyć zgłoszenie.',
		vendor_outage:
			'Nie można teraz połączyć się z asystentem AI. Proszę spróbować ponownie za chwilę lub utworzyć zgłoszenie.',
		model_timeout: 'Asystent AI odpowiadał zbyt długo. Proszę spróbować ponownie lub utworzyć zgłoszenie.',
		retrieval_unavailable:
			'Nie można teraz przeszukać naszych artykułów pomocy. Proszę spróbować ponownie za chwilę lub utworzyć zgłoszenie.',
		output_blocked:
			'Ta odpowiedź została wstrzymana, ponieważ zawierała coś, czego nie wolno udostępniać. Proszę zapytać inaczej lub utworzyć zgłoszenie.',
	},
	askAPerson: 'Rozmowa z konsultantem',
	retry: 'Spróbuj ponownie',
	requestAccess: 'Poproś o dostęp',
	unsupported: 'Żaden artykuł tego nie potwierdza. Zapytaj konsultanta',
	blocked: 'Nie mogę pokazać dalszej części tej odpowiedzi. W razie potrzeby proszę poprosić o rozmowę z konsultantem.',
	declined: 'W porządku, nie zostało to wykonane.',
};
