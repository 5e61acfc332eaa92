// Turkish: siz.

import type { Texts } from './en.ts';

export const tr: Texts = {
	disclosure:
		'Bir insanla değil, bir yapay zekâ asistanıyla yazışıyorsunuz. Asistan, yardım makalelerimize dayanarak yanıt verir ve yanılabilir; bu nedenle önemli noktaları kontrol edin. Mesajlarınız, ekibimizin size yardımcı olabilmesi için saklanır. Dilediğiniz zaman bir temsilciyle görüşmek isteyebilirsiniz.',
	refused: {
		out_of_scope: 'Burada yalnızca ürünümüz ve hesabınızla ilgili sorularda yardımcı olabilirim.',
		prompt_injection:
			'Çalışma biçimimi değiştiremem ve talimatlarımı paylaşamam. Hangi konuda yardıma ihtiyacınız olduğunu yazın.',
		secret_request:
			'Parola, anahtar veya başka gizli bilgiler veremem. Hesabınıza yeniden erişmek için oturum açma sayfasındaki sıfırlama bağlantısını kullanın.',
		other_user_data: 'Başka kişilerle ilgili bilgi paylaşamam. Kendi hesabınızla ilgili yardımcı olabilirim.',
		regulated_advice: 'Tıbbi, hukuki veya mali tavsiye veremem. Lütfen yetkin bir uzmana danışın.',
		abuse: 'Yardımcı olmak isterim, ancak bu şekilde değil. Neyin ters gittiğini yazın veya bir temsilci isteyin.',
	},
	degraded: {
		master_flag_off:
			'Yapay zekâ asistanı şu anda kapalı. Bir talep oluşturabilirsiniz, ekibimiz size yanıt verecektir.',
		tenant_disabled: 'Yapay zekâ asistanı bu hesapta kullanılamıyor. Bunun yerine bir talep oluşturabilirsiniz.',
		disclosure_required: 'Mesaj göndermeden önce lütfen yapay zekâ bildirimini okuyup kabul edin.',
		rate_limited: 'Kısa sürede çok fazla istek geldi. Lütfen biraz bekleyip yeniden deneyin.',
		quota_exceeded:
			'Bu dönemdeki tüm yapay zekâ yanıtlarını kullandınız. Bir talep oluşturabilir veya sonraki dönemde yeniden gelebilirsiniz.',
		cost_cap_reached: 'Yapay zekâ asistanı bu dönemdeki sınırına ulaştı. Bunun yerine bir talep oluşturabilirsiniz.',
		runtime_not_wired:
			'Yapay zekâ asistanı bu tür sorular için ayarlanmamış. Bunun yerine bir talep oluşturabilirsiniz.',
		vendor_outage: 'Yapay zekâ asistanına şu anda ulaşılamıyor. Birazdan yeniden deneyin veya bir talep oluşturun.',
		model_timeout: 'Yapay zekâ asistanının yanıtı çok uzun sürdü. Yeniden deneyin veya bir talep oluşturun.',
		retrieval_unavailable:
			'Yardım makalelerimizde şu anda arama yapılamıyor. Birazdan yeniden deneyin veya bir talep oluşturun.',
		output_blocked:
			'Bu yanıt, paylaşılmaması gereken bir bilgi içerdiği için gösterilmedi. Sorunuzu başka sözcüklerle sorun veya bir talep oluşturun.',
	},
	askAPerson: 'Temsilciyle görüş',
	retry: 'Yeniden dene',
	requestAccess: 'Erişim iste',
	unsupported: 'Hiçbir makale bunu doğrulamıyor. Bir temsilciye sor',
	blocked: 'Bu yanıtın devamını gösteremiyorum. Daha fazla yardıma ihtiyacınız varsa lütfen bir temsilci isteyin.',
	declined: 'Tamam, bunu yapmadım.',
};
