// Words that every text holds: they say nothing about what a question is after.

const english = `
	a about above after again against all also am an and any are as at be because been before being below between both
	but by can cannot could did do does doing done down during each either few for from further get gets getting got had
	has have having he hello help her here hers herself hi him himself his how i if in into is it its itself just let like
	may me might more most must my myself need neither no nor not now of off ok on once only or other ought our ours
	ourselves out over own please same shall she should so some such than thank thanks that the their theirs them
	themselves then there these they this those through to too under until up us very want wants was we were what when
	where whether which while who whom whose why will with would yes you your yours yourself yourselves im ive id ill
	youre youve youd youll hes shes were weve wed well theyre theyve theyd theyll isnt arent wasnt werent hasnt havent
	hadnt doesnt dont didnt wont wouldnt shant shouldnt cant couldnt mustnt lets thats whos whats heres theres whens
	wheres whys hows s t
`;

const german = `
	aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei beim bin bis
	bist bitte da dabei dadurch dafür dagegen damit danach dann daran darauf daraus darf darin darüber das dass daß davon
	dazu dein deine deinem deinen deiner deines dem den denn der deren des dessen dich die dies diese diesem diesen dieser
	dieses dir doch dort du durch dürfen ein eine einem einen einer eines einfach er es etwa etwas euch euer eure eurem
	euren eurer eures für gegen geht gibt ging hab habe haben hallo hat hatte hatten hier hilfe hin hinter ich ihm ihn
	ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener
	jenes jetzt kann kannst kein keine keinem keinen keiner keines können könnte könnten machen macht man manche manchem
	manchen mancher manches mehr mein meine meinem meinen meiner meines mich mir mit möchte möchten muss musst musste
	müssen muß nach nein nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seines seit
	selbst sich sie sind so solche solchem solchen solcher solches soll sollen sollte sondern sonst über um und uns unser
	unsere unserem unseren unserer unseres unter vom von vor während wann war waren warst warum was weg weil welche
	welchem welchen welcher welches wenn wer werde werden wessen wie wieder wieso will wir wird wirst wo woher wohin
	wollen wollte worden wurde wurden würde würden zu zum zur zwar zwischen danke
`;

const french = `
	a ai ainsi alors après au aucun aussi autre aux avant avec avez avoir avons bien bonjour ça car ce cela celle celui ces
	cet cette chez comme comment dans de des donc dont du elle elles en encore entre es est et étais était été être eu fait
	faire faut ici il ils j je jusque l la là le les leur leurs lors lui m ma mais me même merci mes mi moi moins mon n ne
	ni non nos notre nous on ont or ou où par pas peut peux plus plusieurs pour pourquoi pouvez puis puisque qu quand que
	quel quelle quelles quels qui quoi s sa sans se sera ses si son sont sous sur ta te tes toi ton tous tout toute toutes
	très tu un une vais veux voir vos votre vous y
`;

const spanish = `
	a al algo alguna alguno antes aquí así aun aunque cada como cómo con cual cuál cuáles cuando cuándo cuanto cuánto de
	del desde donde dónde dos el él ella ellas ellos en entre era es esa ese eso esta está están estar este esto estos estoy
	fue ha hace hacer hacia han has hasta hay he hola la las le les lo los más me mi mis mucho muy nada ni no nos nosotros
	nuestra nuestro o os otra otro para pero por porque puede puedo que qué quién quiero se sea ser si sí sido sin sobre
	solo son soy su sus también tan te tengo ti tiene todo todos tu tú tus un una uno unos usted ustedes va y ya yo gracias
`;

const italian = `
	a ad ai al alla alle allo anche ancora avere c che chi ci ciao coi col come con cosa cui da dai dal dalla dalle dei del
	della delle dello di do dopo dove due e è ed era essere fa fare già gli grazie ha hai hanno ho i il in io la le lei li
	lo loro lui ma me mi mia mie miei mio molto ne negli nei nel nella nelle no noi non nostra nostro o ogni per perché però
	più poi posso prima può qual quale quali quando quanto quella quelle quelli quello questa queste questi questo qui se
	senza si sì sia sono sta su sua sue sui sul sulla suo te ti tra tu tua tuo tutti tutto un una uno va vi voglio voi
`;

const portuguese = `
	a ao aos aquela aquele aqui as até com como da das de dela dele depois do dos e é ela elas ele eles em entre era essa
	esse esta está estão este eu faço fazer foi há isso isto já la lhe lo mais mas me mesmo meu meus minha minhas muito na
	não nas nem no nos nós nossa nosso num numa o obrigado olá onde os ou para pela pelas pelo pelos por porque posso pode
	qual quais quando quanto que quem quero são se sem ser seu seus só sobre sua suas também te tem tenho ter teu toda todo
	todos tu tua um uma uns você vocês vou
`;

const dutch = `
	aan al alle alleen als altijd andere ben bent bij daar dan dat de deze die dit doe doen door dus een en er ge geen ga
	gaat haar had hallo heb hebben heeft hem het hier hij hoe hun iets ik in is ja je jij jullie kan kun kunnen maar me meer
	men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook op over te toch toen tot u uit uw
	van veel voor waar waarom wanneer want waren was wat we wel welke werd wie wij wil worden wordt zal ze zelf zich zij
	zijn zo zonder zou bedankt
`;

const swedish = `
	alla allt att av bara blev bli blir då där de dem den denna deras dess det detta dig din dina dit ditt du efter ej
	eller en er era ett från för får gör göra går ha hade han hans har hej hennes hon hos hur här i icke in ingen inom inte
	jag ju kan kunde man med mellan men mig min mina mitt mot mycket må måste ni nu när någon något några och om oss på
	samma sedan ska skulle som så till under upp ut utan vad var vara varför vart vem vi vid vilken vilket vill är även över
	tack
`;

const danish = `
	ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din dine disse dit dog du efter
	eller en end er et for fordi fra få får før gøre gør ham han hans har havde have hej hende hendes her hos hun hvad hvem
	hvis hvor hvordan hvorfor hvornår i ikke ind ingen ja jeg jer jo kan kunne lige man mange med meget men mig min mine mit
	mod må når ned nej noget nogle nu når og også om op os over på sådan se selv sig sin sit skal skulle som så til ud under
	var ved vi vil ville vores være været tak
`;

const norwegian = `
	alle at av bare ble bli blir da de deg dem den denne der deres det dette din dine disse ditt du eller en enn er et ett
	etter for fordi fra får før gjør gjøre ha hadde han hans har hei henne hennes her hos hun hva hvem hver hvilken hvis
	hvor hvordan hvorfor i ikke ingen inn ja jeg kan kom kunne man mange med meg meget mellom men mer min mine mitt mot må
	ned nei noe noen nå når og også om opp oss over på selv seg si sin sitt skal skulle slik som så til under ut uten var
	ved vi vil ville vår være vært takk
`;

const finnish = `
	ei eivät ja että hei hän he ihan ilman itse jo joka jos jossa jota kaikki kanssa ketä kiitos kuin kuinka kuka kun kyllä
	me mihin mikä miksi millä milloin minkä minne minun minut minä missä mistä miten mitä mukaan mutta myös ne niin niitä
	nyt näin ole olen olet oli olin olla on ovat pitää saa se sekä sen siellä siinä siitä sillä sinun sinä sitä tai te teen
	tehdä tämä tämän tässä tästä tätä vai vain voi voin voinko voiko vielä yli
`;

const polish = `
	a aby albo ale ani bardzo bez bo by być był była było były chcę co czy czyli dla do dzień dziękuję dobry gdy gdzie go i
	ich ile im inne ja jak jaka jaki jakie je jednak jego jej jest jestem jeszcze jeśli już każdy kiedy kto która które
	który ma mam mi mnie moja moje mogę może można mój mu my na nad nam nas nasz nie niego nim niż o od on ona one oni oraz
	po pod ponieważ proszę przed przez przy są sam się skąd ta tak także tam te tego tej ten to tu tylko twój ty w we więc
	wy z za ze zrobić że
`;

const russian = `
	а без более больше будет бы был была были было быть в вам вас ваш весь во вот все всё вы где да даже для до его ее её
	если есть еще ещё же за здравствуйте и из или им их к как какая какие какой когда кто ли либо между меня мне можно мой
	моя мы на над надо нам нас наш не него нет ни но ну о об однако он она они оно от очень по под после почему при про с со
	спасибо так такой там то того тоже только том ты у уже хочу чего чем что чтобы эта эти это этот я
`;

const arabic = `
	أن أنا أنت أو أي أين إذا إلى إن الا التي الذي الذين الى اليوم ان او اي اين بعد بعض بل به بها بين تحت ثم حتى حيث خلال
	ذلك شكرا عن عند على علي غير فقد فقط في فيه فيها قبل قد كان كانت كل كم كما كيف لا لدي لكن لم لماذا له لها لي ليس ما ماذا
	متى مرحبا مع من منه منها نحن هذا هذه هل هم هنا هناك هو هي و ولا وهو وهي يا يمكن يمكنني
`;

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter(Boolean));

export const stopWords = {
	en: words(english),
	de: words(german),
	fr: words(french),
	es: words(spanish),
	it: words(italian),
	pt: words(portuguese),
	nl: words(dutch),
	sv: words(swedish),
	da: words(danish),
	nb: words(norwegian),
	fi: words(finnish),
	pl: words(polish),
	ru: words(russian),
	ar: words(arabic),
};
