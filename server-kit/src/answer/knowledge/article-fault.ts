// What can be wrong with an article file, said so that its writer can mend it.

export type ArticleFaultCode =
	| 'too_large'
	| 'not_text'
	| 'front_matter_broken'
	| 'empty'
	| 'unknown_kind'
	| 'unreadable';

/** One file that is no article. `message` names the file, what is wrong and what to do. */
export class ArticleFault extends Error {
	readonly code: ArticleFaultCode;
	readonly file: string;
	/** The message without the file: what is wrong, and what to do. */
	readonly advice: string;
	constructor(code: ArticleFaultCode, file: string, advice: string, cause?: unknown) {
		super(`${file}: ${advice}`, { cause });
		this.name = 'ArticleFault';
		this.code = code;
		this.file = file;
		this.advice = advice;
	}
}
