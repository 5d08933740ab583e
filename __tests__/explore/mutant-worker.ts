// The worker of the explorer with a mutation of src/: the files are changed while they are loaded, not on disk.
import { registerHooks } from 'node:module';
import { workerData } from 'node:worker_threads';
import type { Edit } from './mutation.ts';
import { applyEdits } from './mutation.ts';

const { edits } = workerData as { readonly edits: readonly Edit[] };
const source = new URL('../../src/', import.meta.url).href;

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const file = url.slice(source.length);
    const isEdited = url.startsWith(source) && edits.some((edit) => edit.file === file);
    if (!isEdited || !loaded.source) return loaded;
    const text = typeof loaded.source === 'string' ? loaded.source : decode(loaded.source);
    return { ...loaded, source: applyEdits(file, text, edits) };
  },
});

function decode(source: ArrayBuffer | NodeJS.TypedArray): string {
  return new TextDecoder().decode(source);
}

await import('./explore-worker.ts');
