// Words that every text holds: they say nothing about what a question is after.

import type { Language } from './language.ts';

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

const words = (list: string) => new Set(list.split(/\s+/).filter(Boolean));

export const stopWords: Record<Language, ReadonlySet<string>> = { en: words(english), de: words(german) };
