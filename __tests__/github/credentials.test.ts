import { describe, expect, it } from '@jest/globals';
import { maskCredentials, readCredentials } from '../../src/github/credentials.ts';
import { runnerEnv } from '../support/steps.ts';

type Texts = Readonly<Record<string, string>>;

const INPUT_KEYS = { 'secret-id': 'input-id', 'secret-key': 'input-key' };
const ENV_KEYS = { TENCENTCLOUD_SECRET_ID: 'env-id', TENCENTCLOUD_SECRET_KEY: 'env-key' };
const FROM_INPUTS = { secretId: 'input-id', secretKey: 'input-key', source: 'inputs' };
const FROM_ENV = { secretId: 'env-id', secretKey: 'env-key', source: 'environment' };

describe('credentials', () => {
  it.each<[string, Texts, Texts, object]>([
    ['inputs', INPUT_KEYS, {}, FROM_INPUTS],
    ['inputs with a token', { ...INPUT_KEYS, token: 't' }, {}, { ...FROM_INPUTS, token: 't' }],
    ['inputs before the environment', INPUT_KEYS, ENV_KEYS, FROM_INPUTS],
    [
      "inputs without the environment's token",
      INPUT_KEYS,
      { ...ENV_KEYS, TENCENTCLOUD_TOKEN: 't' },
      FROM_INPUTS,
    ],
    [
      'inputs, white space around them lost',
      { ...INPUT_KEYS, token: ' t\n' },
      {},
      { ...FROM_INPUTS, token: 't' },
    ],
    ['the environment', {}, ENV_KEYS, FROM_ENV],
    ['the environment where inputs are blank', { 'secret-id': ' ', token: '' }, ENV_KEYS, FROM_ENV],
    [
      'the environment with the first token',
      {},
      {
        ...ENV_KEYS,
        TENCENTCLOUD_SESSION_TOKEN: '3',
        TENCENTCLOUD_SECURITY_TOKEN: '2',
        TENCENTCLOUD_TOKEN: '1',
      },
      { ...FROM_ENV, token: '1' },
    ],
    [
      'the environment with the second token',
      {},
      {
        ...ENV_KEYS,
        TENCENTCLOUD_SESSION_TOKEN: '3',
        TENCENTCLOUD_SECURITY_TOKEN: '2',
        TENCENTCLOUD_TOKEN: ' ',
      },
      { ...FROM_ENV, token: '2' },
    ],
    [
      'the environment with the third token',
      {},
      { ...ENV_KEYS, TENCENTCLOUD_SESSION_TOKEN: '3' },
      { ...FROM_ENV, token: '3' },
    ],
  ])('come from %s', (_, inputs, env, expected) => {
    expect(readCredentials(runnerEnv(inputs, env))).toEqual(expected);
  });

  it.each<[string, Texts, Texts, string[]]>([
    ['no key', { 'secret-id': 'i' }, ENV_KEYS, ['secret-key']],
    ['no ID', { 'secret-key': 'k' }, ENV_KEYS, ['secret-id']],
    ['a token alone', { token: 't' }, ENV_KEYS, ['secret-id', 'secret-key']],
    ['no key in the environment', {}, { TENCENTCLOUD_SECRET_ID: 'i' }, ['TENCENTCLOUD_SECRET_KEY']],
    [
      'no ID in the environment',
      {},
      { TENCENTCLOUD_SECRET_KEY: 'k', TENCENTCLOUD_TOKEN: 't' },
      ['TENCENTCLOUD_SECRET_ID'],
    ],
    [
      'nothing but a token in the environment',
      {},
      { TENCENTCLOUD_TOKEN: 't' },
      ['secret-id', 'secret-key'],
    ],
    ['nothing', {}, {}, ['secret-id', 'secret-key']],
    [
      'a broken token in the environment',
      {},
      { ...ENV_KEYS, TENCENTCLOUD_SECURITY_TOKEN: 'a\nb' },
      ['TENCENTCLOUD_SECURITY_TOKEN'],
    ],
    ...['–', '密', '\uff41', 'é'].flatMap((foreign): [string, Texts, Texts, string[]][] => [
      [`${foreign} in an input`, { ...INPUT_KEYS, 'secret-key': foreign }, {}, ['secret-key']],
      [
        `${foreign} in a variable`,
        {},
        { ...ENV_KEYS, TENCENTCLOUD_SESSION_TOKEN: `a${foreign}` },
        ['TENCENTCLOUD_SESSION_TOKEN'],
      ],
    ]),
    ['half a set that is broken', { 'secret-id': 'a b' }, {}, ['secret-key', 'secret-id']],
  ])('are refused with %s', (_, inputs, env, expected) => {
    const found = readCredentials(runnerEnv(inputs, env));
    expect('issues' in found ? found.issues.map(({ input }) => input) : []).toEqual(expected);
  });

  it('name the variable to add', () => {
    expect(readCredentials({ TENCENTCLOUD_SECRET_ID: 'i' })).toMatchObject({
      issues: [
        {
          fix: {
            key: 'input.add-variable',
            values: {
              name: 'TENCENTCLOUD_SECRET_KEY',
              example: '${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
            },
          },
        },
      ],
    });
  });

  it.each([
    [
      'all parts',
      { token: 'token-of-a-session' },
      ['AKIDexample', 'key-example', 'token-of-a-session'],
    ],
    ['no token where there is none', {}, ['AKIDexample', 'key-example']],
    [
      'nothing so short that it would spoil the log',
      { secretKey: 'v1', token: '' },
      ['AKIDexample'],
    ],
  ])('mask %s', (_, parts, expected) => {
    const masked: string[] = [];
    const core = { setSecret: (text: string) => void masked.push(text) };
    const keys = { secretId: 'AKIDexample', secretKey: 'key-example' };
    maskCredentials(core, { ...keys, ...parts });
    expect(masked).toEqual(expected);
  });
});
