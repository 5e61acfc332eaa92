// What the desk of the pictures talks about, in a language of long words and in one that runs from right to left.

export type Language = 'de' | 'ar';

export interface Tongue {
	readonly language: Language;
	readonly starters: readonly string[];
	readonly disclosure: string;
	readonly title: string;
	readonly question: string;
	readonly answer: string;
	/** Table, code, list and quotation. */
	readonly article: string;
	readonly source: { readonly title: string; readonly heading: string; readonly excerpt: string };
	readonly otherTitle: string;
	readonly subject: string;
	readonly otherSubject: string;
	readonly description: string;
	readonly reply: string;
	readonly thanks: string;
	readonly resolved: string;
	readonly refusal: string;
	readonly action: string;
	readonly limit: string;
}

const code = '```sh\nacme upload --chunk-size 64m --resume ~/Videos/interview-2026-11-22-uncut.mov\n```';

export const tongues: Record<Language, Tongue> = {
	de: {
		language: 'de',
		starters: [
			'Wie gebe ich einen Ordner für Gäste frei?',
			'Wo finde ich meine Rechnungen und die Umsatzsteuer-Identifikationsnummer?',
		],
		disclosure:
			'Hier antwortet eine künstliche Intelligenz. Sie kennt unsere Hilfeartikel, kann sich aber irren. Ihre Fragen werden zur Verbesserung des Kundendienstes gespeichert.',
		title: 'Hochladen großer Dateien',
		question: 'Warum kann ich keine Dateien über 50 MB hochladen?',
		answer:
			'Im Tarif **Free** ist bei 50 MB Schluss [1]. Mit dem Synchronisationsprogramm für den Schreibtisch geht es bis **5 GB** – auch bei schlechter Verbindung.',
		article: [
			'### Datenübertragungsgrenzen',
			'| Tarif | Größte Datei | Speicherplatz |\n|---|---:|---:|\n| Free | 50 MB | 5 GB |\n| Team | 5 GB | 2 TB |\n| Unternehmen | 50 GB | unbegrenzt |',
			'So laden Sie größere Dateien hoch:',
			'1. Öffnen Sie die **Kontoeinstellungen**.\n2. Wählen Sie `Tarif ändern`.\n3. Bestätigen Sie mit Ihrem Sicherheitsschlüssel.\n   - am Rechner mit USB\n   - am Telefon mit NFC',
			'Oder in der Eingabeaufforderung:',
			code,
			'> Abgebrochene Übertragungen werden fortgesetzt [1].',
		].join('\n\n'),
		source: {
			title: 'Größenbeschränkungen beim Hochladen',
			heading: 'Webanwendung',
			excerpt: 'Im Browser können Dateien bis 50 MB hochgeladen werden, mit dem Synchronisationsprogramm bis 5 GB.',
		},
		otherTitle: 'Zwei-Faktor-Authentifizierung zurücksetzen',
		subject: 'Hochladen von Dateien über 50 MB schlägt fehl',
		otherSubject: 'Auf der Rechnung steht die falsche Gesellschaft',
		description: 'Seit gestern bricht jedes Hochladen bei 50 MB ab. Browser: Firefox 140, Betriebssystem: Debian.',
		reply: 'Guten Tag! Wir haben die Grenze für Ihr Konto angehoben. Bitte versuchen Sie es noch einmal.',
		thanks: 'Danke, jetzt geht es.',
		resolved: 'Von Marie gelöst.',
		refusal: 'Ich kann nur bei Fragen zu Acme Files helfen.',
		action: 'Mit einem Menschen sprechen',
		limit: 'Zu viele Fragen in kurzer Zeit.',
	},
	ar: {
		language: 'ar',
		starters: ['كيف أشارك مجلدًا مع الضيوف؟', 'أين أجد فواتيري والرقم الضريبي؟'],
		disclosure: 'يجيبك هنا ذكاء اصطناعي. يعرف مقالات المساعدة لدينا، لكنه قد يخطئ. تُحفظ أسئلتك لتحسين الخدمة.',
		title: 'رفع الملفات الكبيرة',
		question: 'لماذا لا أستطيع رفع ملفات أكبر من 50 ميغابايت؟',
		answer: 'الحد في خطة **Free** هو 50 ميغابايت [1]. يمكنك مع برنامج المزامنة رفع ملفات حتى **5 غيغابايت**.',
		article: [
			'### حدود الرفع',
			'| الخطة | أكبر ملف | المساحة |\n|---|---:|---:|\n| Free | 50 MB | 5 GB |\n| Team | 5 GB | 2 TB |\n| المؤسسات | 50 GB | بلا حد |',
			'لرفع ملفات أكبر:',
			'1. افتح **إعدادات الحساب**.\n2. اختر `تغيير الخطة`.\n3. أكّد بمفتاح الأمان.\n   - على الحاسوب عبر USB\n   - على الهاتف عبر NFC',
			'أو في سطر الأوامر:',
			code,
			'> يُستأنف الرفع إذا انقطع [1].',
		].join('\n\n'),
		source: {
			title: 'حدود حجم الملفات',
			heading: 'تطبيق الويب',
			excerpt: 'يمكن في المتصفح رفع ملفات حتى 50 ميغابايت، ومع برنامج المزامنة حتى 5 غيغابايت.',
		},
		otherTitle: 'إعادة تعيين المصادقة الثنائية',
		subject: 'يفشل رفع الملفات الأكبر من 50 ميغابايت',
		otherSubject: 'اسم الشركة في الفاتورة غير صحيح',
		description: 'منذ الأمس يتوقف كل رفع عند 50 ميغابايت. المتصفح: Firefox 140.',
		reply: 'مرحبًا! رفعنا الحد لحسابك. حاول مرة أخرى من فضلك.',
		thanks: 'شكرًا، يعمل الآن.',
		resolved: 'حُلّت بواسطة ماري.',
		refusal: 'أستطيع المساعدة في أسئلة Acme Files فقط.',
		action: 'التحدث إلى شخص',
		limit: 'أسئلة كثيرة في وقت قصير.',
	},
};
