// What the extractive model says in its own words, around what it quotes.

export interface Words {
	/** Above facts of the customer's own. */
	yourData: string;
	opening: string;
	/** Above a list of further articles. */
	more: string;
	/** Under a quotation that may not answer the question. */
	weakClosing: string;
	nothingFits: string;
	greeting: string;
	thanks: string;
	goodbye: string;
	about: string;
}

const en: Words = {
	yourData: 'What your account data says:',
	opening: 'I answer by quoting our help articles word for word. This fits your question best:',
	more: 'These articles may help too:',
	weakClosing: 'Not quite what you asked? A person on our team can take it from here.',
	nothingFits:
		'I found nothing about this in our help articles, and I only answer from those. Please ask a person on our team, or try again with other words.',
	greeting: 'Hello! Ask me anything about our product and I will quote what our help articles say about it.',
	thanks: 'You are welcome! If anything else comes up, I can look it up in our help articles.',
	goodbye: 'Goodbye! I am here whenever you need something from our help articles.',
	about:
		'I look up questions in our help articles and quote what fits, with its source. Tell me what you want to do or what goes wrong; for anything else, a person on our team can help.',
};

const de: Words = {
	yourData: 'Das steht in Ihren Kontodaten:',
	opening: 'Ich antworte mit wörtlichen Zitaten aus unseren Hilfeartikeln. Das passt am besten zu Ihrer Frage:',
	more: 'Diese Artikel könnten auch helfen:',
	weakClosing: 'Nicht ganz das, was Sie wissen wollten? Jemand aus unserem Team kann hier übernehmen.',
	nothingFits:
		'Dazu habe ich in unseren Hilfeartikeln nichts gefunden, und nur aus diesen antworte ich. Bitte fragen Sie jemanden aus unserem Team, oder versuchen Sie es mit anderen Worten.',
	greeting: 'Hallo! Fragen Sie mich etwas zu unserem Produkt, und ich zitiere, was unsere Hilfeartikel dazu sagen.',
	thanks: 'Gern geschehen! Wenn noch etwas ist, schlage ich es in unseren Hilfeartikeln nach.',
	goodbye: 'Auf Wiedersehen! Ich bin da, wenn Sie etwas aus unseren Hilfeartikeln brauchen.',
	about:
		'Ich schlage Fragen in unseren Hilfeartikeln nach und zitiere, was passt, mit Quelle. Sagen Sie mir, was Sie tun möchten oder was nicht klappt; bei allem anderen hilft jemand aus unserem Team.',
};

const fr: Words = {
	yourData: 'Voici ce que disent les données de votre compte :',
	opening: 'Je réponds en citant mot pour mot nos articles d’aide. Voici ce qui correspond le mieux à votre question :',
	more: 'Ces articles peuvent aussi vous aider :',
	weakClosing: 'Ce n’est pas tout à fait votre question ? Une personne de notre équipe peut prendre le relais.',
	nothingFits:
		'Je n’ai rien trouvé à ce sujet dans nos articles d’aide, et je ne réponds qu’à partir d’eux. Adressez-vous à une personne de notre équipe, ou réessayez avec d’autres mots.',
	greeting: 'Bonjour ! Posez-moi une question sur notre produit et je citerai ce qu’en disent nos articles d’aide.',
	thanks: 'Avec plaisir ! Si vous avez une autre question, je peux chercher dans nos articles d’aide.',
	goodbye: 'Au revoir ! Je reste là si vous avez besoin de nos articles d’aide.',
	about:
		'Je cherche les réponses dans nos articles d’aide et je cite ce qui convient, avec la source. Dites-moi ce que vous voulez faire ou ce qui ne marche pas ; pour le reste, une personne de notre équipe peut vous aider.',
};

const es: Words = {
	yourData: 'Esto dicen los datos de su cuenta:',
	opening:
		'Respondo citando palabra por palabra nuestros artículos de ayuda. Esto es lo que mejor encaja con su pregunta:',
	more: 'Estos artículos también pueden ayudarle:',
	weakClosing: '¿No es exactamente lo que preguntaba? Una persona de nuestro equipo puede continuar.',
	nothingFits:
		'No he encontrado nada sobre esto en nuestros artículos de ayuda, y solo respondo a partir de ellos. Pregunte a una persona de nuestro equipo o inténtelo con otras palabras.',
	greeting: '¡Hola! Pregúnteme lo que quiera sobre nuestro producto y citaré lo que dicen nuestros artículos de ayuda.',
	thanks: '¡De nada! Si surge algo más, puedo buscarlo en nuestros artículos de ayuda.',
	goodbye: '¡Hasta luego! Aquí estaré cuando necesite algo de nuestros artículos de ayuda.',
	about:
		'Busco las preguntas en nuestros artículos de ayuda y cito lo que encaja, con su fuente. Dígame qué quiere hacer o qué no funciona; para todo lo demás puede ayudarle una persona de nuestro equipo.',
};

const it: Words = {
	yourData: 'Ecco cosa dicono i dati del suo account:',
	opening:
		'Rispondo citando parola per parola i nostri articoli di aiuto. Ecco ciò che si avvicina di più alla sua domanda:',
	more: 'Anche questi articoli possono essere utili:',
	weakClosing: 'Non è proprio quello che chiedeva? Una persona del nostro team può continuare da qui.',
	nothingFits:
		'Non ho trovato nulla su questo nei nostri articoli di aiuto, e rispondo solo in base a quelli. Chieda a una persona del nostro team o riprovi con altre parole.',
	greeting: 'Buongiorno! Mi chieda qualcosa sul nostro prodotto e citerò ciò che ne dicono i nostri articoli di aiuto.',
	thanks: 'Prego! Se c’è altro, posso cercarlo nei nostri articoli di aiuto.',
	goodbye: 'Arrivederci! Sono qui quando le serve qualcosa dai nostri articoli di aiuto.',
	about:
		'Cerco le domande nei nostri articoli di aiuto e cito ciò che è pertinente, con la fonte. Mi dica che cosa vuole fare o che cosa non funziona; per il resto può aiutarla una persona del nostro team.',
};

const pt: Words = {
	yourData: 'Isto é o que dizem os dados da sua conta:',
	opening:
		'Respondo citando palavra por palavra os nossos artigos de ajuda. Isto é o que melhor corresponde à sua pergunta:',
	more: 'Estes artigos também podem ajudar:',
	weakClosing: 'Não era bem o que perguntava? Uma pessoa da nossa equipa pode continuar a partir daqui.',
	nothingFits:
		'Não encontrei nada sobre isto nos nossos artigos de ajuda, e só respondo a partir deles. Pergunte a uma pessoa da nossa equipa ou tente com outras palavras.',
	greeting: 'Olá! Pergunte-me algo sobre o nosso produto e citarei o que dizem os nossos artigos de ajuda.',
	thanks: 'De nada! Se surgir mais alguma coisa, posso procurar nos nossos artigos de ajuda.',
	goodbye: 'Até logo! Estou aqui quando precisar de algo dos nossos artigos de ajuda.',
	about:
		'Procuro as perguntas nos nossos artigos de ajuda e cito o que se aplica, com a fonte. Diga-me o que quer fazer ou o que não funciona; para o resto, uma pessoa da nossa equipa pode ajudar.',
};

const nl: Words = {
	yourData: 'Dit staat in uw accountgegevens:',
	opening: 'Ik antwoord door onze hulpartikelen woordelijk te citeren. Dit past het best bij uw vraag:',
	more: 'Deze artikelen kunnen ook helpen:',
	weakClosing: 'Niet helemaal wat u vroeg? Iemand van ons team kan het overnemen.',
	nothingFits:
		'Ik heb hierover niets gevonden in onze hulpartikelen, en alleen daaruit antwoord ik. Vraag het iemand van ons team, of probeer het met andere woorden.',
	greeting: 'Hallo! Vraag me iets over ons product en ik citeer wat onze hulpartikelen erover zeggen.',
	thanks: 'Graag gedaan! Als er nog iets is, zoek ik het op in onze hulpartikelen.',
	goodbye: 'Tot ziens! Ik ben er wanneer u iets uit onze hulpartikelen nodig hebt.',
	about:
		'Ik zoek vragen op in onze hulpartikelen en citeer wat past, met de bron. Zeg me wat u wilt doen of wat er misgaat; voor al het andere kan iemand van ons team helpen.',
};

const pl: Words = {
	yourData: 'Oto, co mówią dane z konta:',
	opening: 'Odpowiadam, cytując dosłownie nasze artykuły pomocy. To najlepiej pasuje do pytania:',
	more: 'Te artykuły też mogą pomóc:',
	weakClosing: 'To nie do końca to? Sprawę może przejąć ktoś z naszego zespołu.',
	nothingFits:
		'Nie znalazłem nic na ten temat w naszych artykułach pomocy, a odpowiadam tylko na ich podstawie. Proszę zapytać kogoś z naszego zespołu albo spróbować innymi słowami.',
	greeting: 'Dzień dobry! Proszę zapytać o nasz produkt, a zacytuję, co mówią o tym nasze artykuły pomocy.',
	thanks: 'Nie ma za co! Jeśli pojawi się coś jeszcze, poszukam w naszych artykułach pomocy.',
	goodbye: 'Do widzenia! Jestem tutaj, gdy potrzebne będzie coś z naszych artykułów pomocy.',
	about:
		'Szukam pytań w naszych artykułach pomocy i cytuję to, co pasuje, wraz ze źródłem. Proszę napisać, co trzeba zrobić albo co nie działa; w innych sprawach pomoże ktoś z naszego zespołu.',
};

const tr: Words = {
	yourData: 'Hesap verileriniz şunu gösteriyor:',
	opening: 'Yardım makalelerimizi kelimesi kelimesine alıntılayarak yanıt veriyorum. Sorunuza en uygun bölüm şu:',
	more: 'Şu makaleler de yardımcı olabilir:',
	weakClosing: 'Aradığınız tam olarak bu değil mi? Ekibimizden biri devralabilir.',
	nothingFits:
		'Yardım makalelerimizde bununla ilgili bir şey bulamadım ve yalnızca onlara dayanarak yanıt veriyorum. Lütfen ekibimizden birine sorun veya başka sözcüklerle yeniden deneyin.',
	greeting: 'Merhaba! Ürünümüzle ilgili bir soru sorun, yardım makalelerimizde yazanları alıntılayayım.',
	thanks: 'Rica ederim! Başka bir sorunuz olursa yardım makalelerimizde arayabilirim.',
	goodbye: 'Hoşça kalın! Yardım makalelerimizden bir şeye ihtiyacınız olduğunda buradayım.',
	about:
		'Soruları yardım makalelerimizde arar ve uygun bölümü kaynağıyla birlikte alıntılarım. Ne yapmak istediğinizi veya neyin çalışmadığını yazın; diğer her konuda ekibimizden biri yardımcı olur.',
};

const ja: Words = {
	yourData: 'お客様のアカウントの情報：',
	opening: 'ヘルプ記事をそのまま引用してお答えします。ご質問に最も近い内容は次のとおりです。',
	more: '次の記事も参考になるかもしれません。',
	weakClosing: 'お求めの内容と違う場合は、担当者が引き継ぎます。',
	nothingFits:
		'ヘルプ記事には該当する内容が見つかりませんでした。お答えはヘルプ記事の範囲に限られます。担当者にお尋ねいただくか、別の言葉でお試しください。',
	greeting: 'こんにちは。製品についてご質問ください。ヘルプ記事から該当する箇所を引用します。',
	thanks: 'どういたしまして。ほかにもあれば、ヘルプ記事をお調べします。',
	goodbye: '失礼いたします。ヘルプ記事が必要なときは、いつでもお声がけください。',
	about:
		'ご質問に合う箇所をヘルプ記事から探し、出典とともに引用します。したいことや困っていることをお書きください。そのほかのことは担当者がお手伝いします。',
};

const zh: Words = {
	yourData: '您的账户数据显示：',
	opening: '我会逐字引用我们的帮助文章来回答。以下内容与您的问题最相符：',
	more: '这些文章也可能有帮助：',
	weakClosing: '不完全是您要问的？我们的团队成员可以接手。',
	nothingFits: '我在帮助文章中没有找到相关内容，而我只根据这些文章回答。请咨询我们的团队成员，或换一种说法再试。',
	greeting: '您好！请提出关于我们产品的问题，我会引用帮助文章中的说明。',
	thanks: '不客气！如果还有其他问题，我可以在帮助文章中查找。',
	goodbye: '再见！需要帮助文章时，我随时都在。',
	about:
		'我会在帮助文章中查找问题，并引用相符的内容及其来源。请告诉我您想做什么或遇到了什么问题；其他事情可以由我们的团队成员协助。',
};

const ko: Words = {
	yourData: '고객님의 계정 정보:',
	opening: '도움말 글을 그대로 인용하여 답변합니다. 질문에 가장 맞는 내용은 다음과 같습니다.',
	more: '다음 글도 도움이 될 수 있습니다.',
	weakClosing: '찾으시던 내용이 아닌가요? 담당자가 이어서 도와드릴 수 있습니다.',
	nothingFits:
		'도움말 글에서 관련 내용을 찾지 못했습니다. 저는 도움말 글에 있는 내용으로만 답변합니다. 담당자에게 문의하시거나 다른 표현으로 다시 질문해 주세요.',
	greeting: '안녕하세요! 제품에 대해 질문해 주시면 도움말 글의 내용을 인용해 드립니다.',
	thanks: '천만에요! 다른 질문이 있으면 도움말 글에서 찾아 드리겠습니다.',
	goodbye: '안녕히 가세요! 도움말 글이 필요하실 때 언제든 찾아 주세요.',
	about:
		'도움말 글에서 질문에 맞는 내용을 찾아 출처와 함께 인용합니다. 하려는 일이나 문제를 알려 주세요. 그 밖의 일은 담당자가 도와드립니다.',
};

const ar: Words = {
	yourData: 'هذا ما تقوله بيانات حسابك:',
	opening: 'أجيب باقتباس مقالات المساعدة حرفيًا. هذا أقرب ما يناسب سؤالك:',
	more: 'قد تفيد هذه المقالات أيضًا:',
	weakClosing: 'ليس هذا ما سألت عنه تمامًا؟ يمكن لأحد أفراد فريقنا أن يتابع معك.',
	nothingFits:
		'لم أجد شيئًا عن هذا في مقالات المساعدة، ولا أجيب إلا منها. اسأل أحد أفراد فريقنا من فضلك، أو حاول بكلمات أخرى.',
	greeting: 'مرحبًا! اسألني عن منتجنا وسأقتبس ما تقوله مقالات المساعدة عنه.',
	thanks: 'على الرحب والسعة! إن كان لديك سؤال آخر فسأبحث عنه في مقالات المساعدة.',
	goodbye: 'إلى اللقاء! أنا هنا متى احتجت إلى شيء من مقالات المساعدة.',
	about:
		'أبحث عن الأسئلة في مقالات المساعدة وأقتبس ما يناسبها مع مصدره. أخبرني بما تريد فعله أو بما لا يعمل؛ ولكل ما عدا ذلك يمكن لأحد أفراد فريقنا مساعدتك.',
};

const words: Readonly<Record<string, Words>> = { en, de, fr, es, it, pt, nl, pl, tr, ja, zh, ko, ar };

/** English where the language of the tag is none of ours. */
export function wordsFor(locale: string): Words {
	return words[locale.toLowerCase().split('-')[0] ?? ''] ?? en;
}
