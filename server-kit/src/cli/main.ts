#!/usr/bin/env node
// `deskbell`: runs the command that it is given.

import { program } from './program.ts';

await program.parseAsync();
