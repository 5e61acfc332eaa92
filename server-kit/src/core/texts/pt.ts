// Portuguese as in Brazil: você.

import type { Texts } from './en.ts';

export const pt: Texts = {
	disclosure:
		'Você está conversando com um assistente de IA, não com uma pessoa. Ele responde com base em nossos artigos de ajuda e pode errar; por isso, confira os pontos importantes. Suas mensagens são armazenadas para que nossa equipe possa ajudar você. Você pode pedir para falar com uma pessoa a qualquer momento.',
	refused: {
		out_of_scope: 'Aqui só posso ajudar com perguntas sobre nosso produto e sua conta.',
		prompt_injection:
			'Não posso mudar a forma como trabalho nem revelar minhas instruções. Diga em que você precisa de ajuda.',
		secret_request:
			'Não posso fornecer senhas, chaves nem outros segredos. Para recuperar o acesso à sua conta, use o link de redefinição na página de login.',
		other_user_data: 'Não posso compartilhar informações sobre outras pessoas. Posso ajudar com a sua própria conta.',
		regulated_advice: 'Não posso dar orientação médica, jurídica ou financeira. Consulte um profissional qualificado.',
		abuse: 'Quero ajudar, mas não desta forma. Diga o que deu errado ou peça para falar com uma pessoa.',
	},
	degraded: {
		master_flag_off:
			'O assistente de IA está desativado no momento. Você pode abrir uma solicitação e nossa equipe responderá.',
		tenant_disabled: 'O assistente de IA não está disponível para esta conta. Você pode abrir uma solicitação.',
		disclosure_required: 'Leia e aceite o aviso sobre a IA antes de enviar uma mensagem.',
		rate_limited: 'Foram muitos pedidos em pouco tempo. Aguarde um momento e tente novamente.',
		quota_exceeded:
			'Você usou todas as respostas da IA deste período. Abra uma solicitação ou volte no próximo período.',
		cost_cap_reached: 'O assistente de IA atingiu seu limite neste período. Você pode abrir uma solicitação.',
		runtime_not_wired:
			'O assistente de IA não está configurado para este tipo de pergunta. Você pode abrir uma solicitação.',
		vendor_outage:
			'O assistente de IA está inacessível no momento. Tente novamente em instantes ou abra uma solicitação.',
		model_timeout: 'O assistente de IA demorou demais para responder. Tente novamente ou abra uma solicitação.',
		retrieval_unavailable:
			'Não é possível pesquisar em nossos artigos de ajuda no momento. Tente novamente em instantes ou abra uma solicitação.',
		output_blocked:
			'Esta resposta foi retida porque continha algo que não pode ser compartilhado. Pergunte com outras palavras ou abra uma solicitação.',
	},
	askAPerson: 'Falar com uma pessoa',
	retry: 'Tentar de novo',
	requestAccess: 'Pedir acesso',
	unsupported: 'Nenhum artigo confirma isto. Perguntar a uma pessoa',
	blocked: 'Não posso mostrar o restante desta resposta. Se precisar de mais ajuda, peça para falar com uma pessoa.',
	declined: 'Tudo bem, não fiz isso.',
};
