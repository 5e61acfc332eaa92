// What the languages call themselves: whoever looks for theirs finds it without knowing any other.

import type { Language } from './tongue.ts';

export function ownName(language: Language): string {
	const tag = language === 'zh' ? 'zh-Hans' : language;
	const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
	return name.slice(0, 1).toLocaleUpperCase(tag) + name.slice(1);
}
