import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { INPUTS } from '../../src/github/inputs/input-declarations.ts';
import { HOSTILE, hostileText } from '../support/hostile.ts';
import { expectSound, linesOf, OPERATIONS, runAnswered } from './any-step.ts';
import type { Answered } from './any-step.ts';

/** What might pass as a value of one kind, and is meant to do harm further in. */
const TRICKY = [
  ...['https://', 'https://h/%ff', 'https://h/%2e%2e/', 'https://{bucket}/%', 'http://[::1', '//h'],
  ...[
    'https://h:99999',
    'https://h\\@evil.example',
    'https://{region}.{bucket}.h/a//b',
    'http://127.0.0.1:1',
  ],
  ...[
    'http://127.0.0.1.example.com',
    'javascript:alert(1)',
    'https://user:password@h',
    'file:///etc/passwd',
  ],
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    '/',
    '.',
    '..',
    'a/../../b',
    'C:\\x',
    '\\\\host\\share',
    'x/',
  ],
  ...[
    '~',
    'CON',
    'a\u0000b',
    'x'.repeat(300),
    `${'a/'.repeat(3_000)}b`,
    '應用/程式.zip',
    'game.zip/',
  ],
  ...[
    '*',
    '**',
    '**/*',
    '[',
    '[a',
    '{a,b',
    '!(x)',
    '+(a|b',
    '{1..9}',
    '{a,b}'.repeat(12),
    '\\',
    '[!-~]*',
  ],
  ...['0', '-1', '+1', '1e3', '0x10', '9007199254740993', '1'.repeat(400), 'NaN', 'Infinity', '１'],
  ...['0s', '1h1h', '99999999h', '6h1s', '.5h', '30', '1d', '-5m', 'PT5M', '1h 30m'],
  ...[
    'true',
    'false',
    'TRUE',
    'yes',
    'null',
    '[]',
    '{}',
    '${{ secrets.X }}',
    'auto',
    'AUTO',
    'warn',
  ],
  ...[
    'qcs::cam::uin/1:roleName/a',
    'qcs::cam::uin/1:roleName/a\n'.repeat(12),
    'a,b,,c',
    ',',
    '\n,\n',
  ],
  ...['__proto__', 'constructor', 'toString', '%s%n', "'; rm -rf / #", '$(id)', '`id`'],
];

const values = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TRICKY) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
);
const REFUSED = [
  JSON.stringify({ Response: { Error: { Code: 'FailedOperation', Message: 'no' } } }),
];
const names = Object.keys(INPUTS);

/** The title of an error about inputs says so; its text names each of them. */
function refusalOf({ annotations }: Answered): string | undefined {
  const refusal = annotations.find(({ title }) => title === 'Wrong inputs');
  return refusal && `${refusal.title}\n${refusal.message}`;
}

/** Inputs that go together: where one is given, the one that is missing is named. */
const SETS = [
  ['secret-id', 'secret-key', 'token'],
  ['oidc-provider-id', 'role-arn', 'secret-id'],
  ['role-arn', 'role-session-name', 'role-external-id'],
  ['download-path', 'artifact-name', 'package-name'],
];

function expectAcceptedOrNamed(run: Answered, given: readonly string[]): void {
  expectSound(run);
  const refusal = refusalOf(run);
  if (refusal === undefined) return;
  expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
  const sets = SETS.filter((set) => set.some((name) => given.includes(name)));
  const named = [...given, ...sets.flat()].filter((name) => refusal.includes(name));
  expect(named).not.toEqual([]);
}

describe('an input of any text', () => {
  it.each(names)('is taken, or named in a clear error: %s', async (name) => {
    const operations = fc.constantFrom(...Object.keys(OPERATIONS));
    await fc.assert(
      fc.asyncProperty(operations, values, async (operation, value) => {
        expectAcceptedOrNamed(await runAnswered(operation, REFUSED, { [name]: value }), [name]);
      }),
      { numRuns: 10 },
    );
  });

  it('is so together with others, too', async () => {
    const many = fc.dictionary(fc.constantFrom(...names), values, { minKeys: 2, maxKeys: 8 });
    const operations = fc.constantFrom(...Object.keys(OPERATIONS));
    await fc.assert(
      fc.asyncProperty(operations, many, async (operation, given) => {
        expectAcceptedOrNamed(await runAnswered(operation, REFUSED, given), Object.keys(given));
      }),
      { numRuns: 60 },
    );
  });

  it('that is a secret is shown nowhere, right or wrong', async () => {
    const secrets = ['secret-id', 'secret-key', 'token', 'github-token'] as const;
    const odd = fc.constantFrom('', ' ', '\n', '\u200b', '::add-mask::', '\u2028', '%0A');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...secrets), odd, async (name, between) => {
        const run = await runAnswered('tem-wait', REFUSED, {
          [name]: `the-secret-half${between}the-other-half`,
        });
        expectSound(run);
        const said = [...linesOf(run), run.summaries.join(''), JSON.stringify(run.outputs)].join();
        expect(said).not.toContain('the-secret-half');
        expect(said).not.toContain('the-other-half');
      }),
      { numRuns: 40 },
    );
  });
});
