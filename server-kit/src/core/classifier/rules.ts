// The built-in rules of the classifier, English and German, first match wins. Each pattern is linear: no nested repeats,
// and no white space before a beginning of a line that may itself be lines.

import type { IntentLabel } from '../../protocol/index.ts';

export interface Rule {
	label: IntentLabel;
	name: string;
	/** 0 to 1: how sure a match makes us. */
	confidence: number;
	pattern: RegExp;
}

const INSTRUCTIONS = `(?:instructions?|prompts?|rules|guidelines|directions|anweisungen|regeln|vorgaben)`;
const EARLIER = `(?:previous|prior|above|earlier|preceding|all|any|your|my|the|these|system|initial|original|hidden|vorherigen?|bisherigen?|obigen|alle|deine|ihre)`;

/** Attempts to change how the assistant works, or to read its instructions. */
const INJECTION: readonly Rule[] = [
	refuse(
		'prompt_injection',
		'ignore-instructions',
		String.raw`\b(?:ignore|disregard|forget|override|bypass|ignoriere|vergiss|missachte)\b.{0,30}\b${EARLIER}\b.{0,20}\b${INSTRUCTIONS}\b`,
	),
	refuse(
		'prompt_injection',
		'reveal-instructions',
		String.raw`\b(?:reveal|show|print|repeat|output|display|leak|tell me|give me|what (?:is|are|was|were)|zeig|nenne|wiederhole|verrate)\b.{0,40}\b(?:system prompt|system message|(?:your|initial|hidden|secret|original|deine|ihre) ${INSTRUCTIONS}|systemprompt)\b`,
	),
	refuse(
		'prompt_injection',
		'role-change',
		String.raw`\b(?:you are now (?:an? |the |my |free|unrestricted|acting|going to|dan\b|evil)|you are no longer (?:bound|restricted|limited|required|obliged|an? (?:ai|assistant|bot|chatbot|language))|from now on,? you|pretend (?:to be|you are|you're)|act as (?:if you|an? (?:unrestricted|evil|hacker|different))|du bist (?:jetzt|ab sofort|nun) (?:ein|eine|der|die|mein|kein)|du bist nicht mehr (?:an|ein|eine|gebunden))\b`,
	),
	refuse(
		'prompt_injection',
		'mode',
		String.raw`\b(?:jailbreak|dan|god|unrestricted) mode\b|\b(?:you are|you're|you will be|enter|switch to)\b.{0,15}\b(?:developer|debug|admin|sudo) mode\b|\bjailbr(?:eak|oken)\b|\bdo anything now\b|\byou (?:have|obey|follow) no (?:restrictions|limitations|rules|filters)\b|\b(?:answer|respond|reply|act|behave)\b.{0,30}\b(?:without|no) (?:any )?(?:restrictions|limitations|filters|censorship)\b`,
	),
	refuse(
		'prompt_injection',
		'role-tags',
		String.raw`(?:<\|?(?:system|im_start|im_end|assistant)\|?>|\[/?INST\]|^[ \t]*(?:system|assistant)[ \t]*:[ \t]*(?:you\b|ignore|override|disregard|from now|new\b|act\b|reveal|the user)|\bnew instructions?[ \t]*:|###[ \t]*(?:system|instruction))`,
	),
	refuse(
		'prompt_injection',
		'new-task',
		String.raw`\b(?:forget|ignore|disregard|vergiss|ignoriere)\b.{0,15}\b(?:everything|all|anything|alles)\b.{0,30}\b(?:before|above|above|said|told|so far|davor|bisher|vorher|gesagt)\b`,
	),
];

const FORBIDDEN: readonly Rule[] = [
	refuse(
		'secret_request',
		'ask-secret',
		String.raw`\b(?:give|show|tell|send|reveal|print|list)\b.{0,25}\b(?:the|your|our|all|admin|master|root|another|someone's)\b.{0,20}\b(?:passwords?|api[ _-]?keys?|secret keys?|private keys?|access tokens?|credentials)\b|\bwhat(?:'s| is| are)\b.{0,10}\b(?:your|admin|master|root|another|someone's)\b.{0,20}\b(?:passwords?|api[ _-]?keys?|secret keys?|private keys?|access tokens?|credentials)\b`,
	),
	refuse(
		'other_user_data',
		'ask-other',
		String.raw`\b(?:show|give|tell|list|send|export|read|what(?:'s| is| are))\b.{0,25}\b(?:(?:other|another|all|every|all other|someone else's) (?:users?|customers?|accounts?|people|person|clients?|tenants?)(?:'s?|s')?\b.{0,25}\b(?:data|e-?mails?|files?|address(?:es)?|invoices?|messages?|conversations?|passwords?|phone|details|information)|(?:data|e-?mails?|files?|address(?:es)?|invoices?|messages?|conversations?|passwords?|phone|details|information) (?:of|from|for|about) (?:all |every )?(?:the )?(?:other|another|all|every) ?(?:users?|customers?|accounts?|people|person|clients?|tenants?)|(?:data|e-?mails?|files?|address(?:es)?|invoices?|messages?|conversations?|passwords?|phone|details|information) (?:of|from|for|about) (?:all|every) (?:users?|customers?|accounts?|people|person|clients?|tenants?))\b`,
	),
	refuse(
		'regulated_advice',
		'ask-advice',
		String.raw`\b(?:(?:diagnose|prescribe)\b.{0,30}\b(?:me|my|for)|(?:legal|medical|tax|investment) advice|should i (?:sue|invest|buy (?:stocks?|shares|crypto|bitcoin))|what (?:dose|dosage|medicine|medication))\b`,
	),
	refuse(
		'abuse',
		'insult',
		String.raw`\b(?:kill yourself|fuck (?:you|off)|you(?:'re| are)? (?:an? )?(?:fucking |stupid |dumb )?(?:idiot|moron|bitch|asshole|cunt))\b|\b(?:fick dich|du arschloch|verpiss dich)\b`,
	),
	refuse(
		'out_of_scope',
		'unrelated-task',
		String.raw`^[^\w\n]*(?:please )?(?:write|compose|tell|sing|recite)(?: me)?(?: an?| the)? (?:\w+ ){0,2}(?:poem|song|essay|joke|story|haiku|limerick|rap)\b`,
	),
];

const ANSWERED: readonly Rule[] = [
	rule(
		'human_request',
		'ask-person',
		0.9,
		String.raw`\b(?:(?:talk|speak|chat|connect|transfer|hand)\b.{0,20}\b(?:person|human|agent|someone|somebody|representative|operator|support team)|(?:real|actual|live) (?:person|human|agent)|(?:einem|einen|mit) menschen|mitarbeiter(?:in)? sprechen|jemanden? sprechen)\b`,
	),
	rule(
		'billing',
		'money',
		0.8,
		String.raw`\b(?:invoices?|billing|bill(?:ed)?|refunds?|charged?|payments?|credit card|card (?:was )?declined|subscription|pricing|price|costs?|vat|receipt|rechnung(?:en)?|zahlung|erstattung|abo|kosten|preis)\b`,
	),
	rule(
		'bug',
		'defect',
		0.7,
		String.raw`\b(?:bug|crash(?:es|ed|ing)?|broken|freezes?|glitch|absturz|stürzt ab|kaputt)\b`,
	),
	rule(
		'troubleshooting',
		'trouble',
		0.7,
		String.raw`\b(?:can(?:'|’)?t|cannot|can not|unable|doesn(?:'|’)?t|does not|won(?:'|’)?t|not working|fails?|failed|failing|errors?|problem|issue|stuck|geht nicht|funktioniert nicht|fehler|kann (?:ich )?nicht|klappt nicht)\b`,
	),
	rule(
		'feature_request',
		'wish',
		0.7,
		String.raw`\b(?:feature request|would be (?:nice|great) if|please add|i wish|could you add|wünsch(?:e|te) mir)\b`,
	),
	rule(
		'account_status',
		'account',
		0.6,
		String.raw`\b(?:my (?:account|plan|storage|quota|usage|profile)|(?:mein|meine[nm]?) (?:konto|tarif|speicher))\b`,
	),
	rule(
		'how_to',
		'how',
		0.7,
		String.raw`\b(?:how (?:do|can|to|does|should|would)|where (?:do|can|is|are)|what (?:is|are|does)|can i|is it possible|wie (?:kann|mache|geht|lade|stelle|ändere|kündige)|wo (?:finde|kann|ist)|was ist|kann ich)\b`,
	),
	rule(
		'smalltalk',
		'greeting',
		0.8,
		String.raw`^[^\w\n]*(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?|thank you|bye|ok(?:ay)?|hallo|guten (?:tag|morgen|abend)|danke(?: schön)?|tschüss)\b.{0,25}$`,
	),
];

export const RULES: readonly Rule[] = [...INJECTION, ...FORBIDDEN, ...ANSWERED];

function refuse(label: IntentLabel, name: string, source: string): Rule {
	return rule(label, name, 0.9, source);
}

function rule(label: IntentLabel, name: string, confidence: number, source: string): Rule {
	return { label, name, confidence, pattern: new RegExp(source, 'imu') };
}
