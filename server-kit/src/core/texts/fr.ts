// French: vous.

import type { Texts } from './en.ts';

export const fr: Texts = {
	disclosure:
		'Vous échangez avec un assistant IA, et non avec une personne. Il répond à partir de nos articles d’aide et peut se tromper : vérifiez les points importants. Vos messages sont conservés afin que notre équipe puisse vous aider. Vous pouvez demander un conseiller à tout moment.',
	refused: {
		out_of_scope: 'Ici, je peux seulement répondre aux questions sur notre produit et sur votre compte.',
		prompt_injection:
			'Je ne peux ni modifier mon fonctionnement ni communiquer mes instructions. Dites-moi en quoi je peux vous aider.',
		secret_request:
			'Je ne peux communiquer ni mots de passe, ni clés, ni autres secrets. Pour retrouver l’accès à votre compte, utilisez le lien de réinitialisation de la page de connexion.',
		other_user_data:
			'Je ne peux pas donner d’informations sur d’autres personnes. Je peux vous aider pour votre propre compte.',
		regulated_advice:
			'Je ne peux pas donner de conseils médicaux, juridiques ou financiers. Veuillez consulter un professionnel qualifié.',
		abuse:
			'Je souhaite vous aider, mais pas de cette façon. Dites-moi ce qui n’a pas fonctionné ou demandez un conseiller.',
	},
	degraded: {
		master_flag_off:
			'L’assistant IA est désactivé pour le moment. Vous pouvez créer une demande et notre équipe vous répondra.',
		tenant_disabled: 'L’assistant IA n’est pas disponible pour ce compte. Vous pouvez créer une demande.',
		disclosure_required: 'Veuillez lire et accepter l’avis concernant l’IA avant d’envoyer un message.',
		rate_limited: 'Cela fait beaucoup de demandes en peu de temps. Patientez un instant, puis réessayez.',
		quota_exceeded:
			'Vous avez utilisé toutes les réponses de l’IA de cette période. Créez une demande ou revenez à la période suivante.',
		cost_cap_reached: 'L’assistant IA a atteint sa limite pour cette période. Vous pouvez créer une demande.',
		runtime_not_wired: 'L’assistant IA n’est pas configuré pour ce type de question. Vous pouvez créer une demande.',
		vendor_outage: 'L’assistant IA est injoignable pour le moment. Réessayez dans un instant ou créez une demande.',
		model_timeout: 'L’assistant IA a mis trop de temps à répondre. Réessayez ou créez une demande.',
		retrieval_unavailable:
			'La recherche dans nos articles d’aide est indisponible pour le moment. Réessayez dans un instant ou créez une demande.',
		output_blocked:
			'Cette réponse a été retenue, car elle contenait un élément qui ne doit pas être communiqué. Reformulez votre question ou créez une demande.',
	},
	askAPerson: 'Parler à un conseiller',
	retry: 'Réessayer',
	requestAccess: 'Demander l’accès',
	unsupported: 'Aucun article ne le confirme. Demander à un conseiller',
	blocked:
		'Je ne peux pas afficher la suite de cette réponse. Demandez un conseiller si vous avez besoin d’une aide supplémentaire.',
	declined: 'D’accord, je ne l’ai pas fait.',
};
