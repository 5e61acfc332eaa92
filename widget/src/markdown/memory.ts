// Open blocks as they were before an unfinished line, so that the line can be read again when there is more of it.
import type { Block } from './block.ts';

/** Remembers these blocks, each of which is open in the one before; what comes back makes them so again. */
export function remember(path: readonly Block[]): () => void {
	const undos = path.map((block, depth) => {
		const inner = path[depth + 1];
		block.final = block.children.length - (inner ? 1 : 0);
		// What has been drawn stays drawn.
		const { done, skip, shapes, drawnLoose, ...copy } = block;
		return () => {
			Object.assign(block, copy);
			block.children.length = block.final;
			if (inner) block.children.push(inner);
		};
	});
	return () => {
		for (const undo of undos) undo();
	};
}
