import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/** The tests that some systems skip: __tests__/support/platform-tests.ts. */
const PLATFORM_TESTS = ['itWithFullDisk', 'itWithLongVariables', 'itWithModeBits', 'itWithSignals'];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // An empty text of the cloud says nothing, just as an absent one.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true } },
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  { files: ['**/*.cjs'], languageOptions: { globals: { __dirname: 'readonly' } } },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/main.ts', 'src/post.ts', 'src/process-runtime.ts', 'src/github/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        {
          name: 'process',
          message: 'Only src/process-runtime.ts and src/github may read the process.',
        },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['__tests__/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
      'jest/no-conditional-expect': 'error',
      'jest/no-standalone-expect': [
        'error',
        { additionalTestBlockFunctions: PLATFORM_TESTS.flatMap((name) => [name, `${name}.each`]) },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'platform',
          message: 'What differs between systems is in __tests__/support/platform.ts.',
        },
      ],
    },
  },
);
