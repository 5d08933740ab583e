// Lets mocha load the tests: replaces @jest/globals with our module, and makes each file a suite.
import { registerHooks } from 'node:module';

const GLOBALS = new URL('jest-globals.mjs', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
    const found = next(specifier, context);
    return found.url.endsWith('.test.ts') ? { url: suiteOf(found.url), shortCircuit: true } : found;
  },
});

/** Returns a module that loads a test file into a suite. */
function suiteOf(url) {
  const [globals, file] = [GLOBALS, url].map((each) => JSON.stringify(each));
  const source = `import { suite } from ${globals}; await suite(${file}, () => import(${file} + '?suite'));`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
