// The form of an e-mail address.

const LETTER = 'A-Za-z\\u00C0-\\u024F';

/** Starts where a local part can: inside a run of its characters nothing begins, or a hostile run would cost its square. */
export const EMAIL = new RegExp(
	`(?<![${LETTER}0-9._%+-])[${LETTER}0-9._%+-]+@[${LETTER}0-9-]{1,63}(?:\\.[${LETTER}0-9-]{1,63}){0,8}\\.[${LETTER}]{2,24}`,
	'g',
);
