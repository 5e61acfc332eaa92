// What the extractive model says in its own words, around what it quotes.

import type { Language } from '../knowledge/language.ts';

export interface Words {
	opening: string;
	/** Under a quotation that may not answer the question. */
	weakClosing: string;
	nothingFits: string;
	greeting: string;
	thanks: string;
	goodbye: string;
	about: string;
}

export const words: Record<Language, Words> = {
	en: {
		opening: 'I answer by quoting our help articles word for word. This fits your question best:',
		weakClosing: 'Not quite what you asked? A person on our team can take it from here.',
		nothingFits:
			'I found nothing about this in our help articles, and I only answer from those. Please ask a person on our team, or try again with other words.',
		greeting: 'Hello! Ask me anything about our product and I will quote what our help articles say about it.',
		thanks: 'You are welcome! If anything else comes up, I can look it up in our help articles.',
		goodbye: 'Goodbye! I am here whenever you need something from our help articles.',
		about:
			'I look up questions in our help articles and quote what fits, with its source. Tell me what you want to do or what goes wrong; for anything else, a person on our team can help.',
	},
	de: {
		opening: 'Ich antworte mit wörtlichen Zitaten aus unseren Hilfeartikeln. Das passt am besten zu Ihrer Frage:',
		weakClosing: 'Nicht ganz das, was Sie wissen wollten? Jemand aus unserem Team kann hier übernehmen.',
		nothingFits:
			'Dazu habe ich in unseren Hilfeartikeln nichts gefunden, und nur aus diesen antworte ich. Bitte fragen Sie jemanden aus unserem Team, oder versuchen Sie es mit anderen Worten.',
		greeting: 'Hallo! Fragen Sie mich etwas zu unserem Produkt, und ich zitiere, was unsere Hilfeartikel dazu sagen.',
		thanks: 'Gern geschehen! Wenn noch etwas ist, schlage ich es in unseren Hilfeartikeln nach.',
		goodbye: 'Auf Wiedersehen! Ich bin da, wenn Sie etwas aus unseren Hilfeartikeln brauchen.',
		about:
			'Ich schlage Fragen in unseren Hilfeartikeln nach und zitiere, was passt, mit Quelle. Sagen Sie mir, was Sie tun möchten oder was nicht klappt; bei allem anderen hilft jemand aus unserem Team.',
	},
};
