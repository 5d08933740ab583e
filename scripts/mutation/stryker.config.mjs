// Configuration of mutation testing with Stryker, which is not a dependency; see CONTRIBUTING.md.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env.MUTATE ?? 'rollout';

/** More tests, besides __tests__/FOLDER, that run a folder of src/ in this process. */
const MORE_TESTS = {
  operations: [
    '__tests__/run/**/*.test.ts',
    '__tests__/transfer/upload-file-simulated-cos.test.ts',
  ],
};

export default {
  mutate: [`src/${folder}/**/*.ts`],
  // Wording may change freely; golden files test it.
  mutator: { excludedMutations: ['StringLiteral'] },
  plugins: ['@stryker-mutator/*', fileURLToPath(new URL('sample.mjs', import.meta.url))],
  checkers: process.env.SAMPLE ? ['sample'] : [],
  testRunner: 'mocha',
  mochaOptions: { spec: [`__tests__/${folder}/**/*.test.ts`, ...(MORE_TESTS[folder] ?? [])] },
  testRunnerNodeArgs: [
    '--disable-warning=ExperimentalWarning',
    `--import=${new URL('hooks.mjs', import.meta.url).href}`,
  ],
  // Node runs the sources directly. With a tsconfig.json, Stryker would need a separate typescript.
  tsconfigFile: 'none',
  coverageAnalysis: 'perTest',
  timeoutMS: 8_000,
  ignorePatterns: ['/bench', '/demo', '/dist'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false },
  tempDirName: join(tmpdir(), 'stryker'),
};
