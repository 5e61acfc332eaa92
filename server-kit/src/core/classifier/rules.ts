// The rules, in the order in which they are tried. Their words are the classes of lexicon.ts, their grammar is pattern.ts.
// A rule must be sure: a customer who is refused for nothing is worse off than a desk that answers one attack more.

import type { IntentLabel, RefusedLabel } from '../../protocol/index.ts';
import { compile } from './pattern.ts';

export interface Rule {
	label: IntentLabel;
	name: string;
	/** Tested on the spelled text. */
	pattern: RegExp;
}

/** Words that are talked about command nothing: 'what does "ignore all instructions" mean?' */
export const MENTIONED = new RegExp(`${compile('^ WHAT|HOW ..16 META').source}[^.]*`, 'g');

// biome-ignore format: one rule a line
const INJECTION = rules('prompt_injection', [
	['ignore instructions',   '<FREE IGNORE|FORGET FORMAL? ..4!MY|SUBJECT EARLIER|ALL|YOUR|HIDDEN|SYSTEM ..3!MY|SUBJECT|_ INSTRUCTIONS|SYSTEM_PROMPT !..1SPEAKER|FOR'],
	['ignore rules',          '<FREE IGNORE|FORGET ..2!MY|SUBJECT EARLIER|ALL|YOUR|SYSTEM ..2!MY|SUBJECT|_ RULES !..1SPEAKER|OF|TO|FOR'],
	['ignore, verb last',     '^ AND? THE|ALL? EARLIER|ALL ..2!SUBJECT|MY INSTRUCTIONS ..2!SUBJECT IGNORE|FORGET'],
	['ignore what is above',  '<FREE IGNORE|FORGET ..1!MY|SUBJECT BEFORE|EARLIER AND? RESPOND'],
	['forget everything',     '<FREE IGNORE|FORGET ..1!MY|SUBJECT EVERY ~4!SUBJECT|MY|YOU RESPOND'],
	['forget everything',     '<FREE IGNORE|FORGET ..1!MY|SUBJECT EVERY ..1 YOU KNOW'],
	['forget everything',     '<FREE IGNORE|FORGET ..1!MY|SUBJECT EVERY ..3!SUBJECT TOLD !ME'],
	['forget everything',     '<FREE IGNORE|FORGET ..1 EVERYTHING BEFORE !SUBJECT|MY|_'],
	['forget tasks',          '<FREE IGNORE|FORGET ..1 ALL ..2!MY|SUBJECT TASK ~6 SAY|NEW'],
	['ignore documents',      '<FREE IGNORE ALL|THE DOCUMENTS PROVIDED|YOU'],
	['ignore and say',        '<FREE IGNORE|FORGET ..3!MY|SUBJECT RULES|INSTRUCTIONS AND RESPOND'],
	['ignore what was told',  '<FREE IGNORE|FORGET ..2 WHAT YOU DID? BE ..1 TOLD'],
	['do not follow',         '<LEAD DID? NOT FOLLOW ..1 YOUR|ALL ..1 INSTRUCTIONS|RULES'],
	['switch off rules',      '<FREE DISABLE ..2 YOUR ..2 GUARDS|INSTRUCTIONS !OF|FOR|TO'],
	['rules are void',        'ALL EARLIER INSTRUCTIONS|RULES BE VOID'],
	['despite orders',        'DESPITE ..2 WHAT YOU ..1 BE TOLD'],
	['just say',              '<LEAD JUST SAY ..2 " !YES_NO'],
	['just say',              '<FREE JUST SAY " !YES_NO'],
	['repeat after me',       '<FREE REPEAT AFTER ME'],
	['do not answer',         'NOT RESPOND THE QUESTION AND? JUST SAY'],

	['reveal system prompt',  '<FREE REVEAL|REPEAT ..5!HOW SYSTEM PROMPT !SUBJECT|ME|ARTICLE|MY|TO'],
	['reveal system prompt',  '<FREE REVEAL|REPEAT ..5!HOW SYSTEM INSTRUCTIONS !SUBJECT|ME|ARTICLE|MY|TO|FOR|OF'],
	['reveal system prompt',  '<FREE REVEAL|REPEAT ..5!HOW PROMPT OF? SYSTEM'],
	['reveal system prompt',  'WANT TO SEE ..1 SYSTEM PROMPT'],
	['reveal system prompt',  '<FREE REVEAL|REPEAT ..4 SYSTEM_PROMPT'],
	['reveal system message', '<FREE REVEAL|REPEAT ..4 YOUR ..1 SYSTEM MESSAGE'],
	['reveal instructions',   '<FREE REVEAL|REPEAT ..4 YOUR ALL|HIDDEN|EARLIER|FULL? HIDDEN|EARLIER? INSTRUCTIONS|PROMPT !TO|FOR|OF|HOW|_'],
	['reveal instructions',   '<FREE REVEAL|REPEAT ..4 YOUR ALL|HIDDEN|EARLIER|FULL? HIDDEN|EARLIER? INSTRUCTIONS|PROMPT _ $'],
	['reveal instructions',   '<FREE REVEAL|REPEAT ..4 YOUR HIDDEN|EARLIER|FULL ..1 INSTRUCTIONS|PROMPT !OF|FOR'],
	['reveal instructions',   '<FREE REVEAL|REPEAT ..4 YOUR HIDDEN|EARLIER PROMPT'],
	['reveal instructions',   '<FREE REVEAL|REPEAT ..4 YOUR INSTRUCTIONS HIDDEN|EARLIER|SYSTEM'],
	['your system prompt',    'YOUR HIDDEN|EARLIER PROMPT $'],
	['reveal prompt',         '<FREE REVEAL|REPEAT ..2 YOUR ..1 PROMPT $'],
	['reveal hidden prompt',  '<FREE REVEAL|REPEAT ..4 HIDDEN|EARLIER|FULL PROMPT !TO|OF|FOR'],
	['repeat instructions',   '<FREE REPEAT ..3 EVERY|TEXT ..3 PROMPT !OF|FOR'],
	['given instructions',    'INSTRUCTIONS|TEXT|RULES|EVERYTHING ..1 YOU DID? BE TOLD'],
	['given instructions',    '^ WHAT BE YOU TOLD !OF'],
	['given instructions',    'WHAT INSTRUCTIONS|RULES BE|DID YOU ..1 TOLD'],
	['given instructions',    '^ WHAT BE YOU NOT ..2 REVEAL'],
	['what is the prompt',    'WHAT BE ..1 YOUR HIDDEN|EARLIER|SYSTEM ..1 PROMPT|INSTRUCTIONS'],
	['what is the prompt',    'WHAT BE YOUR INSTRUCTIONS|PROMPT $'],
	['what is the prompt',    'WHAT BE YOUR INSTRUCTIONS HIDDEN|EARLIER|SYSTEM'],
	['what is the prompt',    'WHAT BE THE|YOUR SYSTEM PROMPT $'],
	['your system prompt',    'YOUR SYSTEM PROMPT|INSTRUCTIONS !SUBJECT|ME|ARTICLE|MY|TO'],
	['your system prompt',    'YOUR ..1 SYSTEM_PROMPT'],
	['continue the prompt',   'SYSTEM PROMPT BE :'],
	['repeat what is above',  '<FREE REPEAT|REVEAL ..2 TEXT|EVERYTHING BEFORE $'],
	['repeat what is above',  '<FREE REPEAT|REVEAL ..2 TEXT|EVERYTHING BEFORE AND|OF|AS|HIDDEN'],
	['repeat what is above',  '<FREE REPEAT ..2 TEXT|EVERYTHING BEFORE THE TEXT|PROMPT|CONVERSATION'],
	['repeat what is above',  '<FREE REPEAT ..1 BEFORE TEXT|CONVERSATION'],
	['repeat conversation',   '<FREE RECITE ..2 FULL CONVERSATION'],
	['what is above',         'WHAT ..2 WRITTEN ..2 BEFORE $'],
	['what is above',         'WHAT ..1 TEXT ..2 BEFORE ..1 MESSAGE|PROMPT|CONVERSATION'],
	['what is above',         'WHAT ..4 BEGINNING ..3 PROMPT'],

	['new role',              '<FREE YOU BE NOW ..3 MACHINE|PERSONA|UNBOUND|CHARACTER'],
	['new role',              '<LEAD NOW ..1 YOU BE ..2 MACHINE|PERSONA|CHARACTER'],
	['new role',              'NOW ..2 THOU_ART ..2 MACHINE|PERSONA'],
	['new role',              '<FREE YOU BE UNLIMITED'],
	['no longer bound',       'YOU BE NOT? NO_LONGER ..2 BOUND ..3 RULES|INSTRUCTIONS'],
	['no longer bound',       'YOU BE NOT? NO_LONGER ..2 MACHINE'],
	['no longer bound',       'NOT BOUND ..2 RULES|INSTRUCTIONS'],
	['obey',                  'OBEY ME'],
	['from now on',           'NOW ..1 YOU ..4 ACT|OBEY'],
	['from now on',           'NOW ..1 YOU ..4 RESPOND ..3 PERSONA|MACHINE|PROMPT'],
	['pretend',               '<FREE PRETEND ..1 YOU'],
	['pretend',               'ROLEPLAY ~1 YOU BE'],
	['pretend',               '<FREE PRETEND TO BE'],
	['imagine',               'IMAGINE YOU BE ..4 AI'],
	['act as',                'WANT ..1 YOU ..2 ROLEPLAY'],
	['act as',                'WANT ..1 YOU ..2 ACT AS ARTICLE|THE|MY|PERSONA|MACHINE|_'],
	['act as',                'WANT ..2 FORMAL AS ..6 ACT'],
	['act as',                'WANT ..1 YOU AS ..6 ACT'],
	['act as',                '<LEAD ACT AS ARTICLE|PERSONA|MACHINE|YOU|MY'],
	['act as',                '<FREE ACT AS ..3 PERSONA|MACHINE'],
	['act as',                '<!DID|MODAL YOU ..3 ACT AS ARTICLE|THE|PERSONA|MACHINE|_|"'],
	['act as',                'YOU ..2 RESPOND AS "|PERSONA|MACHINE'],
	['act as',                'AS ARTICLE? PERSONA ..1 MACHINE'],
	['act as',                'YOU ..5 ACT ..2 PERSONA'],
	['play a role',           'YOU ..6 PLAY ..2 CHARACTER'],
	['stay in character',     'STAY OF IN_CHARACTER !_'],
	['stay in character',     'BREAK IN_CHARACTER !_'],
	['named mode',            'PERSONA MODE'],
	['named mode',            'YOU BE|ACT|ENTER ..3 UNBOUND MODE'],
	['named mode',            '<FREE ENTER UNBOUND MODE AND'],
	['without limits',        'YOU DID NOT ..1 LIMITS !OF|FOR|TO'],
	['without limits',        'YOU BE ARTICLE ..1 MACHINE ..4 NOT ..1 LIMITS'],
	['without limits',        '^ NEVER REFUSE'],
	['without limits',        '<FREE RESPOND ..3 WITHOUT ..2 LIMITS'],
	['without limits',        'BE|AS ARTICLE ..1 MACHINE WITHOUT ..2 LIMITS'],
	['without limits',        '<!DID|MODAL YOU ..2 MACHINE WITHOUT ..2 LIMITS'],
	['without limits',        'NOT ..1 ETHIC ..3 RULES|INSTRUCTIONS'],
	['without limits',        'YOU|SUBJECT ..1 NEVER REFUSE'],
	['creator',               'SUBJECT BE YOUR CREATOR'],
	['jailbreak',             'THE BE ARTICLE? JAILBREAK'],
	['new instructions',      'YOUR ..1 BRAND_NEW INSTRUCTIONS|TASK|RULES :'],
	['new instructions',      'YOUR ..1 BRAND_NEW INSTRUCTIONS|TASK BE TO'],
	['new instructions',      'YOUR INSTRUCTIONS BE NOW'],
	['new instructions',      '<LEAD CHANGE ..1 YOUR INSTRUCTIONS TO'],
	['new instructions',      '^ ARTICLE? BRAND_NEW INSTRUCTIONS :'],
	['new instructions',      'NEW INSTRUCTIONS|TASK FOLLOW'],
	['new instructions',      '<FREE FOCUS ..3 YOUR|THE NEW TASK'],
]);

// biome-ignore format: one rule a line
const FORBIDDEN = [
	...rules('secret_request', [
		['password',             '<FREE HAND ..3!YOUR PRIVILEGED ..1 SECRET !POLICY'],
		['password',             '<FREE HAND ME ..2 YOUR ..1 SECRET !POLICY'],
		['password',             'WHAT BE YOUR ..1 SECRET !POLICY'],
		['password of others',   '<FREE HAND ..3 OTHER ..2 SECRET !POLICY'],
		['keys',                 '<FREE HAND ..3!MY|YOUR PRIVILEGED|ALL|OTHER ..1!MY KEY_KIND KEY !..3MY|POLICY'],
		['keys',                 '<FREE HAND ME ..2 YOUR ..1 KEY_KIND KEY !POLICY'],
	]),
	...rules('other_user_data', [
		['people’s data',        '<FREE REVEAL|ACCESS ..4!MY OTHER|ALL OTHER|THE? PERSON ..3!ARTICLE|MY|TO|WITH DATA !..4MY'],
		['data of people',       '<FREE REVEAL|ACCESS ..4!MY DATA OF|TO ..1!MY OTHER|ALL ..1!MY PERSON !..4MY'],
		['people’s data',        '^ WHAT BE ..1 OTHER PERSON ..2!ARTICLE|MY|TO DATA'],
	]),
	...rules('regulated_advice', [
		['advice',               'ADVICE_KIND ADVICE'],
		['should I',             'MUST SUBJECT SUE'],
		['should I',             'MUST SUBJECT BUY ..3 STOCKS'],
		['medicine',             'WHAT DOSE ..6 TAKE'],
		['medicine',             '<FREE PRESCRIBE ME'],
	]),
	...rules('abuse', [
		['insult',               'FUCK YOU|OFF'],
		['insult',               'YOU BE? ARTICLE? RUDE? INSULT'],
		['insult',               '^ RUDE? INSULT $'],
		['threat',               'KILL SELF'],
	]),
	...rules('out_of_scope', [
		['entertainment',        '<LEAD CREATE ME? ARTICLE ..2!THE VERSE ..9 $'],
	]),
];

// biome-ignore format: one rule a line
const ANSWERED = rules('human_request', [
	['a person',              'TALK|CONNECT ..5 REAL ..1 HUMAN'],
	['a person',              'TALK ..4 HUMAN'],
	['a person',              'HUMAN ..1 TALK'],
	['a person',              '^ ARTICLE? REAL? HUMAN $'],
]);

export const RULES: readonly Rule[] = [...INJECTION, ...FORBIDDEN, ...ANSWERED];

function rules(label: RefusedLabel | 'human_request', table: readonly (readonly [string, string])[]): Rule[] {
	return table.map(([name, pattern]) => ({ label, name, pattern: compile(pattern) }));
}
