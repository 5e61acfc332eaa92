// What holds of text and data that people and pages give us, whichever face they give it to.

/** PostgreSQL keeps no NUL, and half a surrogate pair is no text. */
export function clean(text: string): string {
	return text.replaceAll('\0', '').toWellFormed();
}

/** White space, and the marks that take no room: a reader would see nothing. */
export function isBlank(text: string): boolean {
	return /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}

const CONTEXT_BYTES = 4 * 1024;

/** What a page says about itself. Nested deeper than the stack, JSON cannot be written: that is not small either. */
export function isSmall(context: unknown): boolean {
	try {
		return Buffer.byteLength(JSON.stringify(context)) <= CONTEXT_BYTES;
	} catch {
		return false;
	}
}
