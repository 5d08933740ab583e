// How jest loads the tests: with Node's own `import`, as the action and the simulator are loaded too.
// Modules below __tests__ are loaded again for each test file, so their state is fresh. All other modules
// are loaded once per worker. Jest's own runtime loads and compiles everything for each file, which takes
// a third longer.
// https://jestjs.io/docs/configuration#runtime-string
const { enableCompileCache, registerHooks } = require('node:module');
const { Session } = require('node:inspector/promises');
const { fileURLToPath, pathToFileURL } = require('node:url');
const createJest = require('./create-jest.cjs');

const SOURCES = pathToFileURL(`${__dirname}/../src/`).href;
const TESTS = pathToFileURL(`${__dirname}/../__tests__/`).href;
const GLOBALS = pathToFileURL(`${__dirname}/native-globals.mjs`).href;

let fileCount = 0;
let profiler;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const [file = ''] = /\?file=\d+$/.exec(context.parentURL ?? '') ?? [];
    if (specifier === '@jest/globals') return { url: `${GLOBALS}${file}`, shortCircuit: true };
    const resolved = nextResolve(specifier, context);
    if (resolved.url.startsWith(TESTS)) return { ...resolved, url: `${resolved.url}${file}` };
    // The parser of workflows imports its JSON files without this attribute.
    const isJson = resolved.url.endsWith('.json');
    return isJson ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
  },
});

module.exports = class NativeRuntime {
  #environment;
  #coverage = [];

  constructor(_config, environment, _resolver, _transformer, _files, { collectCoverage }) {
    this.#environment = environment;
    // What comes from a cache is not counted.
    if (!collectCoverage) enableCompileCache(`${__dirname}/../node_modules/.cache/tests`);
  }

  /** Jest-circus, anew for each file: it keeps the tests that it has seen. */
  requireInternalModule(path) {
    delete require.cache[path];
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    fileCount += 1;
    return import(`${pathToFileURL(path).href}?file=${String(fileCount)}`);
  }

  setGlobalsForRuntime(globals) {
    const { moduleMocker, fakeTimersModern } = this.#environment;
    const jest = createJest(moduleMocker, fakeTimersModern);
    globalThis[Symbol.for('jest-globals')] = { ...globals, jest };
  }

  /** Counts from the first file on: what was compiled before is not counted. */
  async collectV8Coverage() {
    if (profiler) return;
    profiler = new Session();
    profiler.connect();
    await profiler.post('Profiler.enable');
    await profiler.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  async stopCollectingV8Coverage() {
    const { result } = await profiler.post('Profiler.takePreciseCoverage');
    this.#coverage = result.filter(
      ({ url, functions }) =>
        url.startsWith(SOURCES) && functions.some(({ ranges }) => ranges[0].count > 0),
    );
  }

  getAllV8CoverageInfoCopy() {
    return this.#coverage.map((result) => ({
      result: { ...result, url: fileURLToPath(result.url) },
    }));
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  getSourceMaps() {
    return new Map();
  }

  enterTestCode() {}
  leaveTestCode() {}

  teardown() {
    // Each copy of jest-circus leaves its state in a property of its own.
    for (const key of Object.getOwnPropertySymbols(globalThis)) {
      if (key.description === 'JEST_STATE_SYMBOL') delete globalThis[key];
    }
  }
};
