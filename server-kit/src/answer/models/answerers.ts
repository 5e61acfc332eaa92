// One model for all answerers: that it is busy, it is for everybody.

import type { Search } from '../../core/knowledge.ts';
import type { Observer } from '../../core/observer.ts';
import type { Answerer, Log } from '../../core/ports.ts';
import type { Settings } from '../../core/settings.ts';
import { createAnswerer } from '../index.ts';
import { type Chosen, chosenModel } from './chosen.ts';
import { createPulse } from './pulse.ts';
import { watchedSearch } from './watched.ts';

interface World {
	search: Search;
	log: Log;
	observer: Observer | null;
}

export interface Answerers {
	/** Null where no model is wired. */
	of(settings: Settings): Answerer | null;
	/** Rejects where the model's last call failed a moment ago. */
	feel(): Promise<void>;
}

export function createAnswerers(chosen: Chosen | null, { search, log, observer }: World): Answerers {
	const { of, feel } = createPulse();
	if (chosen === null) return { of: () => null, feel };
	const model = of(chosenModel(chosen, observer));
	const found = observer ? watchedSearch(search, observer) : search;
	const tools = typeof chosen === 'object' && 'tools' in chosen && chosen.tools === true;
	return { of: (settings) => createAnswerer({ search: found, model, tools, settings, log, observer }), feel };
}
