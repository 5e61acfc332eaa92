// Prepares the conversations that the kit is asked in, in a process of its own.

import { join } from 'node:path';
import { answerQuestions } from './child.ts';
import { createSeed } from './seed.ts';

answerQuestions({ seed: createSeed(join(process.env.BENCH_FOLDER ?? '.', 'bench.sqlite')) });
