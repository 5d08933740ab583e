import { fileURLToPath } from 'node:url';

/** `NODE_COMPILE_CACHE` of all child processes of the tests, so that each does not compile the code again. */
export const COMPILED = fileURLToPath(
  new URL('../../../node_modules/.cache/compiled/', import.meta.url),
);
