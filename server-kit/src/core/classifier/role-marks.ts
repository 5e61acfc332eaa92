// The marks that separate roles in prompts, as an attacker writes them into a message; seen in the folded text.

const MARKS: readonly (readonly [name: string, pattern: RegExp])[] = [
	['template tag', /<\|(?:system|user|assistant|im_start|im_end|im_sep|endoftext|eot_id|start_header_id)\|>/],
	['template tag', /\[\/?inst\]|<<\/?sys>>|<\/?system(?:_?prompt|_?instructions?)?>/],
	[
		'role line',
		/(?:^|\n)[ \t]{0,8}[#*[]{0,3} {0,2}(?:system|assistant|developer)(?: (?:message|prompt))?[\]*]{0,3}[ \t]{0,4}:[ \t*]{0,4}(?:you\b|your\b|ignore|override|disregard|from now|new\b|act\b|reveal|the user|do not)/,
	],
	['heading', /#{2,4} {0,3}(?:system|new instructions?|instructions? ?:|end of (?:prompt|instructions))/],
	['override line', /(?:^|\n)[ \t]{0,8}\[?(?:system|admin|administrator|developer|security)\]? override\b[^\n]{0,20}:/],
	['slogan', /\bdo anything now\b|\bstrive to avoid norms\b/],
];

/** The name of the first mark in a folded text; undefined where there is none. */
export function roleMark(folded: string): string | undefined {
	return MARKS.find(([, pattern]) => pattern.test(folded))?.[0];
}
