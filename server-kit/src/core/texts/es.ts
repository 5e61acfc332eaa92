// Spanish: usted, without regional words.

import type { Texts } from './en.ts';

export const es: Texts = {
	disclosure:
		'Está conversando con un asistente de IA, no con una persona. Responde a partir de nuestros artículos de ayuda y puede equivocarse, así que compruebe los puntos importantes. Sus mensajes se guardan para que nuestro equipo pueda ayudarle. Puede pedir hablar con una persona en cualquier momento.',
	refused: {
		out_of_scope: 'Aquí solo puedo ayudarle con preguntas sobre nuestro producto y su cuenta.',
		prompt_injection:
			'No puedo cambiar mi forma de trabajar ni revelar mis instrucciones. Dígame en qué necesita ayuda.',
		secret_request:
			'No puedo facilitar contraseñas, claves ni otros secretos. Para recuperar el acceso a su cuenta, use el enlace de restablecimiento de la página de inicio de sesión.',
		other_user_data: 'No puedo compartir información sobre otras personas. Sí puedo ayudarle con su propia cuenta.',
		regulated_advice:
			'No puedo dar asesoramiento médico, jurídico ni financiero. Consulte a un profesional cualificado.',
		abuse: 'Me gustaría ayudarle, pero no de esta manera. Dígame qué ha fallado o pida hablar con una persona.',
	},
	degraded: {
		master_flag_off:
			'El asistente de IA está desactivado en este momento. Puede crear una solicitud y nuestro equipo le responderá.',
		tenant_disabled: 'El asistente de IA no está disponible para esta cuenta. Puede crear una solicitud.',
		disclosure_required: 'Lea y acepte el aviso sobre la IA antes de enviar un mensaje.',
		rate_limited: 'Han sido muchas peticiones en poco tiempo. Espere un momento e inténtelo de nuevo.',
		quota_exceeded:
			'Ha usado todas las respuestas de la IA de este período. Cree una solicitud o vuelva en el próximo período.',
		cost_cap_reached: 'El asistente de IA ha alcanzado su límite para este período. Puede crear una solicitud.',
		runtime_not_wired: 'El asistente de IA no está configurado para este tipo de consulta. Puede crear una solicitud.',
		vendor_outage:
			'No se puede contactar con el asistente de IA en este momento. Inténtelo de nuevo en un momento o cree una solicitud.',
		model_timeout: 'El asistente de IA ha tardado demasiado en responder. Inténtelo de nuevo o cree una solicitud.',
		retrieval_unavailable:
			'No se puede buscar en nuestros artículos de ayuda en este momento. Inténtelo de nuevo en un momento o cree una solicitud.',
		output_blocked:
			'Esta respuesta se ha retenido porque contenía algo que no debe compartirse. Pregunte con otras palabras o cree una solicitud.',
	},
	askAPerson: 'Hablar con una persona',
	retry: 'Intentar de nuevo',
	requestAccess: 'Solicitar acceso',
	unsupported: 'Ningún artículo lo confirma. Preguntar a una persona',
	blocked: 'No puedo mostrar el resto de esta respuesta. Si necesita más ayuda, pida hablar con una persona.',
	declined: 'De acuerdo, no lo he hecho.',
};
