// Chinese in simplified characters: 您.

import type { Texts } from './en.ts';

export const zh: Texts = {
	disclosure:
		'您正在与 AI 助手对话，而不是与真人对话。它根据我们的帮助文章作答，可能会出错，重要内容请自行核实。您的消息会被保存，以便我们的团队为您提供帮助。您可以随时要求转接人工客服。',
	refused: {
		out_of_scope: '在这里，我只能解答与我们的产品和您的账户有关的问题。',
		prompt_injection: '我无法改变自己的工作方式，也不能透露我的指令。请告诉我您需要什么帮助。',
		secret_request: '我不能提供密码、密钥或其他机密信息。如需重新登录账户，请使用登录页面上的重置链接。',
		other_user_data: '我不能透露其他人的信息。我可以帮助您处理自己的账户问题。',
		regulated_advice: '我不能提供医疗、法律或财务建议。请咨询有资质的专业人士。',
		abuse: '我很愿意帮忙，但请不要使用这样的方式。请告诉我出了什么问题，或要求转接人工客服。',
	},
	degraded: {
		master_flag_off: 'AI 助手目前已关闭。您可以提交工单，我们的团队会回复您。',
		tenant_disabled: '此账户无法使用 AI 助手。您可以改为提交工单。',
		disclosure_required: '发送消息之前，请先阅读并同意关于 AI 的说明。',
		rate_limited: '短时间内请求过多。请稍等片刻后重试。',
		quota_exceeded: '您已用完本周期内的全部 AI 回答。您可以提交工单，或在下一周期再来。',
		cost_cap_reached: 'AI 助手已达到本周期的上限。您可以改为提交工单。',
		runtime_not_wired: 'AI 助手尚未配置为处理此类问题。您可以改为提交工单。',
		vendor_outage: '目前无法连接到 AI 助手。请稍后重试，或提交工单。',
		model_timeout: 'AI 助手的回答时间过长。请重试，或提交工单。',
		retrieval_unavailable: '目前无法搜索我们的帮助文章。请稍后重试，或提交工单。',
		output_blocked: '此回答包含不得透露的内容，因此未予显示。请换一种说法提问，或提交工单。',
	},
	askAPerson: '联系人工客服',
	retry: '重试',
	requestAccess: '申请访问权限',
	unsupported: '没有文章能证实这一点。咨询人工客服',
	blocked: '我无法显示此回答的其余部分。如需更多帮助，请要求转接人工客服。',
	declined: '好的，我没有执行该操作。',
};
