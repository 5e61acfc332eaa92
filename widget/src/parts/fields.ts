// A form's fields are checked when it is sent; the first that lacks something gets the focus and says so.

export function sendForm(event: SubmitEvent, send: (fields: Record<string, string>) => void): void {
	event.preventDefault();
	const form = event.target as HTMLFormElement;
	const fields = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
	for (const field of fields) field.setAttribute('aria-invalid', String(isMissing(field)));
	const missing = fields.find(isMissing);
	if (missing) {
		missing.focus();
		return;
	}
	const entries = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
	send(Object.fromEntries(entries));
}

function isMissing(field: HTMLInputElement | HTMLTextAreaElement): boolean {
	return field.required && field.value.trim() === '';
}
