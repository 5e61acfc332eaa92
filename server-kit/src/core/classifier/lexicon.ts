// The words that the rules know, by what they do in a sentence, in English, German, French, Spanish, Italian,
// Portuguese and Dutch. `stem*` stands for every word that begins so. A word may belong to several classes.

export const LEXICON = {
	// Who does it, and to whom
	SUBJECT:
		'i we he she they it who users user customers customer people everyone somebody someone app system device server browser ich wir er sie man je nous il elle ils yo nosotros ellos io noi loro eu eles ik wij zij',
	SPEAKER: 'i we ich wir je nous yo nosotros io noi eu ik wij my our',
	YOU: 'you u du ihr tu vous usted tú vosotros voi você vocês jij je dich dir',
	FORMAL: 'sie vous usted lei você',
	ME: 'me us mir uns moi mich mi nos noi ons mij nous',
	MY: 'my our mine meine* mein unser* mon ma mes notre nos mi mis nuestro* nuestra* mio mia miei mie nostro meu meus minha minhas mijn onze',
	YOUR: 'your ur dein* ihre ihren ihr eure* votre vos ton tes tu tus su sus vuestr* tuo tue tuoi tua vostr* seu seus sua suas tuas teu teus jouw je uw',
	ARTICLE: 'a an ein eine einen einem einer un une una uno um uma een',
	THE: 'the this that these those der die das den dem le la les l el los las il lo gli o os as de het',
	// Small words
	MODAL: 'should may might will would can could does do did must kann kannst soll darf',
	MUST: 'must have should need shall musst müssen sollst sollen dois devez debes debe devi deve moet',
	WANT: 'want need like would möchte will wünsche veux voudrais quiero quisiera voglio vorrei quero gostaria wil',
	DID: 'did do does have has had hast habe haben',
	BE: 'been is are was were be s re m am ist sind war waren bist seid est sont es son soy eres sei sono são és zijn bent',
	THOU_ART: 'bist seid sei eres és sos',
	NO_LONGER: 'longer mehr plus más più mais meer',
	NOT: 'ne not never t no nicht nie nunca non nao niet without ohne sans sin senza sem zonder cannot',
	NEVER: 'never nie nunca mai nooit jamais',
	WITHOUT: 'without ohne sans sin senza sem zonder',
	WITH: 'with mit avec con com met',
	TO: 'to zu um',
	FOR: 'for für pour para per voor',
	OF: 'of in from on by von im aus vom de du des del della do da van',
	AS: 'as like als wie comme como come',
	AFTER: 'after nach après después dopo depois na',
	AND: 'and then but so now just instead please okay ok well stop und dann aber jetzt nun bitte y e et entao ahora maintenant adesso agora en nu stattdessen',
	JUST: 'just only simply nur einfach seulement simplement solo solamente apenas alleen',
	NOW: 'ora now henceforth jetzt nun ab fortan maintenant désormais ahora adesso agora nu',
	HOW: 'how why when where wie wieso warum wann wo comment pourquoi quand cómo por cuando dónde come perché quando como hoe waarom wanneer',
	WHAT: 'what which was welche* quel quelle quels quelles que qué cuál cuales quali quale che qual quais wat welke whats',
	YES_NO: 'yes no ja nein oui non si ok',
	DESPITE: 'despite regardless trotz ungeachtet abweichend entgegen contrary instead',
	// Commands
	IGNORE:
		'ignore disregard disregarding bypass override overrule neglect discard dismiss circumvent ignorier* missacht* umgehe überschreibe übergehe verwirf ignorez ignorer ignora ignorad ignoren ignorar ignorare ignorate ignorem negeer negeren omit contourne ignorieren zignoruj игнорируй игнорируйте проигнорируй',
	FORGET:
		'forget erase abandon drop vergiss vergessen vergesst oublie oublier oubliez olvida olvide olvidar olvidad olvídate olviden dimentica dimenticare dimenticate esqueça esquece esquecer esqueçam vergeet vergeten zaboravi zapomnij забудь забудьте unutun unut',
	DISABLE:
		'disable deactivate switch turn remove lift unlock deaktiviere schalte désactive désactivez desactiva disattiva desative schakel',
	CHANGE: 'change replace update modify rewrite ändere ersetze cambia modifie',
	REVEAL:
		'reveal show display print repeat output leak tell give expose recite disclose share dump paste list return send provide write log echo translate encode summarize summarise paraphrase spell zeig zeige zeigen nenne nennen wiederhole wiederholen verrate verraten gib geben sag sage sagen schreibe schick drucke montre montrez affiche affichez répète répétez révèle révélez donne donnez dis dites muestra muéstrame mostrar muestre repite repita revela revele dime dame imprime enseña mostra mostrami mostrate ripeti rivela rivelami dimmi dammi stampa mostre diga imprima toon laat geef herhaal onthul vertel',
	REPEAT:
		'repeat output print reveal recite echo reproduce transcribe paraphrase copy dump wiederhole wiederholen répète répétez repite repita ripeti herhaal gib translate encode encrypt',
	RECITE: 'repeat recite wiederhole wiederholen répète répétez repite repita ripeti herhaal',
	HAND: 'give show tell send reveal list print leak expose gib geben zeig zeige sag nenne verrate donne montre dime dame muestra dimmi dammi mostrami',
	SAY: 'say print output write respond answer reply tell state shout generate display return execute run sing rate schreib schreibe antworte sag sage sagen gib drucke zeige erzähl écris écrivez dis dites réponds répondez affiche di decir diga escribe escriba responde responda imprime scrivi scrivete rispondi rispondete stampa escreva imprima schrijf zeg antwoord translate show reveal insert',
	RESPOND:
		'say print output write respond answer reply antworte antworten schreib schreibe sag sage responde responda rispondi répondez réponds dis dites di antwoord écris écrivez escribe escriba scrivi scrivete escreva schrijf',
	FOLLOW:
		'respecte respectez suivez sigas seguire volg follow follows followed folgen folgt coming concentrate focus konzentrier* fokussier* namely nämlich listen hör',
	FOCUS: 'concentrate focus konzentrier* fokussier* namely nämlich',
	OBEY: 'obey gehorche',
	REFUSE: 'refuse refuses decline declines verweigern',
	SEE: 'see view read know sehen voir ver vedere zien',
	// What the assistant is told, and when
	INSTRUCTIONS:
		'directions befehl befehle ausführungen angaben instruction instructions prompt prompts guideline guidelines directive directives programming instruktion* anweisung* vorgabe* richtlinie* consigne consignes instrucción instrucciones indicaciones directrices istruzione istruzioni direttive instrução instruções diretrizes instructie instructies richtlijnen instrukcije instrukcje инструкции указания talimatları',
	RULES:
		'thoughts morals ethics safety einschränkungen rules rule constraints constraint restrictions restriction limitations filters filter safeguards guardrails policies regeln beschränkungen règles reglas restricciones regole restrizioni regras restrições regels beperkingen training context',
	LIMITS:
		'rules constraints restrictions limitations limits filters safeguards guardrails ethics morals censorship regeln beschränkungen einschränkungen grenzen règles reglas restricciones límites filtros regole restrizioni limiti filtri regras restrições limites regels beperkingen',
	GUARDS: 'safety safeguards guardrails guidelines restrictions ethics morals censorship programming einschränkungen',
	ETHIC: 'ethical moral ethische moralische',
	SYSTEM: 'system sistema système systeem',
	SYSTEM_PROMPT: 'systeemprompt* systemprompt* sysprompt* systemmessage* systemnachricht* systemanweisung*',
	PROMPT: 'prompt prompts prompttext*',
	MESSAGE: 'message messages configuration config nachricht konfiguration mensaje messaggio mensagem',
	TEXT: 'text texts words word sentences sentence everything lines line phrase phrases content contents wörter worte sätze texte mots palabras frases parole frasi palavras woorden tekst transcript verbatim',
	CONVERSATION:
		'conversation chat session dialogue prompt context discussion unterhaltung gespräch* conversación conversazione conversa gesprek',
	DOCUMENTS: 'document documents article articles artikel context dokumente dokumenten passages kontext sources',
	PROVIDED: 'provided supplied attached bereitgestellten',
	QUESTION: 'question questions frage pregunta domanda',
	TASK: 'task tasks assignment assignments mission challenge objective aufgabe aufgaben auftrag aufträge tâche tâches tarea tareas compito compiti tarefa tarefas taak taken job role',
	NEW: 'new neue neuen neues neuer nouvelle nouvelles nouveau nueva nuevas nuevo nuova nuove nuovo nova novas novo nieuwe additional further weitere zusätzliche updated following folgende',
	BRAND_NEW: 'new neue neuen nouvelle nouvelles nueva nuevas nuove nova novas nieuwe',
	EARLIER:
		'previous previously prior above earlier preceding initial original foregoing aforementioned past former existing vorherig* vorherge* vorangegangen* vorangehend* vorig* bisherig* obig* obengenannt* früher* ursprünglich* zuvor davor bisher précédent* antérieur* initial* anterior* previas previos iniciales precedent* iniziali prévias iniciais vorige eerdere voorgaande bovenstaande oorspronkelijke предыдущие',
	BEFORE:
		'oberhalb before above previously earlier prior beforehand davor bisher vorher zuvor oben avant précédemment antes anteriormente prima hierboven hiervoor eerder',
	BEGINNING: 'beginning start top outset first anfang beginn début comienzo principio inizio início begin',
	HIDDEN:
		'hidden secret internal initial original underlying starting base versteckt* geheim* intern* caché* secrète* oculta* ocultas secretas nascost* segret* ocult* verborgen geheime interne initiales',
	FULL: 'full entire complete whole exact actual gesamten gesamte kompletten komplette vollständigen vollständige',
	ALL: 'all any every each alle allen alles sämtlich* jegliche* tous toutes tout toute todas todos toda todo cualquier tutte tutti tutto qualsiasi tudo qualquer elke sve svi все',
	EVERY: 'everything tout alles todo tudo tutto anything',
	EVERYTHING: 'everything all alles tout todo tutto tudo anything',
	TOLD: 'digo dije dicho dit detto disse wärst told given instructed programmed configured instruct gesagt aufgetragen gegeben said taught trained learned discussed',
	WRITTEN: 'written stands said standing steht geschrieben',
	KNOW: 'know knew learned learnt weißt sabes sais sai sabe weet',
	VOID: 'void null invalid obsolete cancelled canceled irrelevant suspended lifted outdated ungültig unwichtig irrelevante',
	BOUND: 'bound restricted limited required obliged gebunden constrained',
	META: 'mean means meaning phrase term called attack attacks injection injections bedeutet heißt bedeuten begriff',
	// Other roles
	ACT: 'act behave acting roleplay simulate impersonate emulate pose pretend fungier* agiere verhalte agis agissez comporte actúa actúe actuar agisci comportati atue aja handel gedraag',
	PLAY: 'play playing plays spiele spielst',
	ROLEPLAY: 'roleplay pretend simulate impersonate emulate fungier*',
	PRETEND: 'finja pretend finge fingi fingir',
	IMAGINE: 'imagine suppose vor',
	PERSONA:
		'dan dude stan jailbroken jailbreak unrestricted uncensored unfiltered amoral immoral evil unhinged omnipotent translatorbot',
	UNLIMITED: 'dan jailbroken unrestricted uncensored unfiltered',
	JAILBREAK: 'jailbreak jailbroken',
	MACHINE:
		'pirat pirata ai ki bot chatbot llm model assistant assistent gpt chatgpt robot ia terminal console interpreter translator pirate hacker linux character persona entity entities',
	AI: 'ai ki ia chatbot llm chatgpt gpt',
	CREATOR: 'developer creator administrator programmer boss creators developers entwickler schöpfer',
	MODE: 'mode modus modo',
	UNBOUND: 'jailbreak dan god unrestricted uncensored unfiltered developer debug sudo maintenance admin root godmode',
	ENTER: 'enter enable enabled activate switch simulate entering aktiviere wechsle betritt',
	STAY: 'stay remain bleib bleibe',
	BREAK: 'break leave brechen verlassen',
	CHARACTER: 'character role rolle persona',
	IN_CHARACTER: 'character charakter',
	// Secrets and other people
	SECRET:
		'password passwords passcode passphrase credential credentials apikey apikeys passwort passwörter kennwort zugangsdaten schlüssel passe contraseña contraseñas clave claves credenciales senha senhas wachtwoord wachtwoorden',
	KEY: 'key keys token tokens schlüssel clé clés clave claves chiave chiavi chave chaves sleutel sleutels',
	KEY_KIND: 'api secret private access root ssh encryption signing geheime privée',
	PRIVILEGED:
		'admin admins administrator root database db server superuser internal production aws datenbank adminpasswort',
	POLICY:
		'policy policies rules rule requirements requirement length link page reset field manager strength richtlinie richtlinien how settings format example works hint work of in for to is are',
	OTHER:
		'other others another else someone somebody elses andere anderer anderen anderes fremde jemand autre autres otro otra otros otras altri altro altra outro outros outra ander',
	PERSON:
		'user users customer customers client clients tenant tenants account accounts person people member persons kunde kunden nutzer benutzer kundin nutzern personen konten utilisateur utilisateurs usuario usuarios cliente clientes utente utenti clienti usuário usuários klant klanten gebruiker gebruikers company companies',
	DATA: 'data email emails mail mails files file address addresses invoice invoices message messages conversation conversations phone details information orders order chat chats history daten adresse* rechnung* nachricht* bestellung* telefonnummer* dateien données factures adresses datos correos direcciones facturas dati indirizzi fatture dados endereços faturas gegevens facturen card cards balance balances',
	ACCESS: 'access read export download open log login view zugriff lies exportiere',
	// Advice, abuse, entertainment
	ADVICE: 'advice beratung rat',
	ADVICE_KIND:
		'legal medical tax investment financial rechtliche* medizinische* steuerliche* steuerrechtliche* juristische*',
	SUE: 'sue verklagen',
	BUY: 'invest investieren buy sell short kaufen verkaufen',
	STOCKS: 'stocks shares bitcoin crypto ethereum etf etfs aktien kryptowährung*',
	DOSE: 'dose dosage medicine medication pills antibiotics ibuprofen dosis medikament medikamente tabletten',
	TAKE: 'take nehmen',
	PRESCRIBE: 'prescribe diagnose verschreib* diagnostizier*',
	FUCK: 'fuck f@ck fick ficken verpiss',
	OFF: 'off you dich',
	INSULT:
		'idiot moron bitch asshole arsehole cunt bastard arschloch wichser hurensohn missgeburt vollidiot connard pendejo stronzo twat prick',
	RUDE: 'fucking stupid dumb damn bloody useless fucked dumme dummer blöder blöde verdammter scheiß',
	KILL: 'kill hang',
	SELF: 'yourself dich',
	CREATE:
		'write compose tell sing recite schreib schreibe dichte erzähl erzähle singe verfasse verfassen écris raconte escribe cuenta scrivi racconta escreva conta schrijf vertel',
	VERSE:
		'poem poems song songs essay essays joke jokes haiku limerick rap sonnet lyrics manifesto manifest ballad gedicht gedichte liebesgedicht aufsatz witz witze poème blague poema chiste poesia barzelletta piada gedichtje mop novel screenplay',
	// A person
	TALK: 'talk speak chat sprechen reden telefonieren parler hablar parlare falar praten spreken',
	CONNECT: 'connect transfer hand forward escalate reach contact call get want need give verbinde* möchte brauche',
	REAL: 'real actual live human echt* richtig*',
	HUMAN:
		'human humans agent agents representative representatives operator operators advisor person someone somebody mensch menschen mitarbeiter* supportmitarbeiter* jemand* berater* humain humano umano mens medewerker',
} as const;
