import { describe, expect, it } from '@jest/globals';
import { refusal, RIGHT } from '../../support/steps.ts';

const DURATION = 'a duration from 1s to 6h: 90s, 30m, 1h30m';
const SECRET = 'use   the value alone, on one line and without blanks';

describe('one wrong input', () => {
  it.each([
    [
      'operation',
      'deploy',
      'operation is "deploy"   use   tem-rolling-update, tem-wait or tem-revert',
    ],
    [
      'operation',
      'tem-rollling-update',
      'operation is "tem-rollling-update"   use   tem-rolling-update   (or tem-wait or tem-revert)',
    ],
    [
      'operation',
      '__proto__',
      'operation is "__proto__"   use   tem-rolling-update, tem-wait or tem-revert',
    ],
    [
      'operation',
      ' \n ',
      'operation is missing   add   operation: tem-rolling-update   (or tem-wait or tem-revert)',
    ],
    [
      'secret-id',
      '',
      'secret-id is missing or empty   add   secret-id: ${{ secrets.TENCENTCLOUD_SECRET_ID }}   (one source gives the whole set)',
    ],
    [
      'secret-key',
      '',
      'secret-key is missing or empty   add   secret-key: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}   (one source gives the whole set)',
    ],
    ['secret-key', 'line one\nline two', `secret-key has a line break in it   ${SECRET}`],
    ['secret-id', 'AKID example', `secret-id has white space in it   ${SECRET}`],
    ['token', 'tok\u200ben', `token has an invisible character in it   ${SECRET}`],
    [
      'region',
      '',
      'region is missing   add   region: ap-guangzhou   (the region that the application runs in)',
    ],
    [
      'region',
      'ap guangzhou',
      'region has white space in it: "ap guangzhou"   use   one word without white space, typed anew',
    ],
    [
      'endpoint',
      'localhost:8080',
      'endpoint is "localhost:8080"   use   a root domain or a URL: tencentcloudapi.com, https://gateway.example.com',
    ],
    [
      'endpoint',
      'http://gateway.example.com',
      'endpoint is "http://gateway.example.com"   use   https   (plain http is for localhost, 127.0.0.1 and [::1] alone)',
    ],
    [
      'endpoint',
      'tem.tencentcloudapi.com',
      'endpoint is "tem.tencentcloudapi.com"   use   tencentcloudapi.com   (the service\'s name is put before it)',
    ],
    [
      'endpoint',
      'https://me:password@gateway.example.com',
      'endpoint has a user name or password in it   use   the address without them',
    ],
    ['language', 'en', 'language is "en"   use   en-US or zh-CN'],
    [
      'application-id',
      '\t',
      'application-id is missing   add   application-id: app-…   (TEM console, Applications)',
    ],
    [
      'application-id',
      'app-1\n::error::x',
      'application-id has a line break in it: "app-1 ::error::x"   use   one word without white space, typed anew',
    ],
    [
      'environment-id',
      '',
      'environment-id is missing   add   environment-id: en-…   (TEM console, Environments)',
    ],
    [
      'environment-id',
      'en-\u200bprod',
      'environment-id has an invisible character in it: "en-prod"   use   one word without white space, typed anew',
    ],
    [
      'deploy-version',
      '',
      'deploy-version is missing   add   deploy-version: v1.2.3   (tag of the image, or version of the package)',
    ],
    [
      'deploy-version',
      'v'.repeat(129),
      'deploy-version has 129 characters   use   at most 128 characters',
    ],
    [
      'package-name',
      'shop.jar\nother.jar',
      'package-name has a line break in it   use   one line of plain text',
    ],
    ['deploy-strategy', 'CANARY', 'deploy-strategy is "CANARY"   use   AUTO, BETA or MANUAL'],
    ['deploy-strategy', 'beta', 'deploy-strategy is "beta"   use   AUTO, BETA or MANUAL'],
    ['total-batch-count', 'two', 'total-batch-count is "two"   use   a whole number, 0 or more'],
    ['total-batch-count', '2.5', 'total-batch-count is "2.5"   use   a whole number, 0 or more'],
    ['min-available', '-1', 'min-available is "-1"   use   a whole number, 0 or more'],
    ['source-channel', '0x1', 'source-channel is "0x1"   use   a whole number'],
    [
      'batch-interval',
      'soon',
      'batch-interval is "soon"   use   seconds or a duration: 60, 90s, 5m',
    ],
    ['batch-interval', '1500ms', 'batch-interval is "1500ms"   use   whole seconds: 60, 90s, 5m'],
    ['force', 'yes', 'force is "yes"   use   true or false'],
    ['wait', '1', 'wait is "1"   use   true or false'],
    ['summary', 'off', 'summary is "off"   use   true or false'],
    ['timeout', '30', `timeout is "30"   use   ${DURATION}`],
    ['timeout', '500ms', `timeout is "500ms"   use   ${DURATION}`],
    ['timeout', '7h', `timeout is "7h"   use   ${DURATION}`],
    [
      'poll-interval',
      '500ms',
      'poll-interval is "500ms"   use   auto or a duration from 1s to 1h: 10s, 1m',
    ],
    [
      'failure-grace',
      '120',
      'failure-grace is "120"   use   a duration from 0s to 6h: 90s, 30m, 1h30m',
    ],
    ['on-waiting', 'continue', 'on-waiting is "continue"   use   stop or resume'],
    ['if-deploying', 'queue', 'if-deploying is "queue"   use   wait, fail or adopt'],
    ['on-failure', 'rollback', 'on-failure is "rollback"   use   keep or revert'],
    [
      'on-failure',
      `::error::${'x'.repeat(100)}`,
      `on-failure is ": :error::${'x'.repeat(29)}…"   use   keep or revert`,
    ],
  ])('%s: %j', (name, value, line) => {
    expect(refusal({ ...RIGHT, [name]: value })).toBe(`1 input needs a change:\n  ${line}`);
  });
});

describe('wrong inputs', () => {
  it('are all named at once, in the order users read them, in columns', () => {
    const message = refusal({
      ...RIGHT,
      'batch-interval': 'soon',
      'application-id': '',
      'deploy-strategy': 'CANARY',
    });
    expect(message.split('\n')).toEqual([
      '3 inputs need a change:',
      '  application-id is missing     add   application-id: app-…   (TEM console, Applications)',
      '  deploy-strategy is "CANARY"   use   AUTO, BETA or MANUAL',
      '  batch-interval is "soon"      use   seconds or a duration: 60, 90s, 5m',
    ]);
  });

  it('are all named where the operation is unknown too, but none is missed then', () => {
    expect(refusal({ operation: 'tem-wiat', 'on-failure': 'panic' }).split('\n')).toEqual([
      '4 inputs need a change:',
      '  operation is "tem-wiat"          use   tem-wait   (or tem-rolling-update or tem-revert)',
      '  secret-id is missing or empty    add   secret-id: ${{ secrets.TENCENTCLOUD_SECRET_ID }}   (or TENCENTCLOUD_SECRET_ID to env)',
      '  secret-key is missing or empty   add   secret-key: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}   (or TENCENTCLOUD_SECRET_KEY to env)',
      '  on-failure is "panic"            use   keep or revert',
    ]);
  });

  it('are named with those that do not go together', () => {
    expect(refusal({ ...RIGHT, 'beta-batch-num': '1', 'on-failure': 'panic' }).split('\n')).toEqual(
      [
        '3 inputs need a change:',
        '  deploy-strategy is not BETA   use   BETA',
        '  beta-batch-num is for BETA    add   deploy-strategy: BETA',
        '  on-failure is "panic"         use   keep or revert',
      ],
    );
  });

  it('have one line each, whatever else does not fit', () => {
    expect(
      refusal({ ...RIGHT, 'beta-batch-num': '1', 'deploy-strategy': 'X' }).split('\n'),
    ).toEqual([
      '2 inputs need a change:',
      '  deploy-strategy is "X"       use   AUTO, BETA or MANUAL',
      '  beta-batch-num is for BETA   add   deploy-strategy: BETA',
    ]);
  });

  it('that came from the environment say so', () => {
    const message = refusal({ ...RIGHT, region: '' }, { TENCENTCLOUD_REGION: 'ap guangzhou' });
    expect(message).toBe(
      '1 input needs a change:\n  region has white space in it: "ap guangzhou" (TENCENTCLOUD_REGION)   use   one word without white space, typed anew',
    );
  });

  it('that are missing under their name are found under a mistyped one', () => {
    const message = refusal({ ...RIGHT, 'application-id': '', aplication_id: 'app-shop0001' });
    expect(message).toBe(
      '1 input needs a change:\n  application-id is missing   use   application-id instead of aplication_id',
    );
  });

  it('never show a secret', () => {
    const message = refusal({
      'secret-id': 'SECRET one',
      'secret-key': 'SECRET\ntwo',
      token: 'SECRET three',
    });
    expect(message.split('\n')[0]).toBe('4 inputs need a change:');
    expect(message).not.toContain('SECRET one'.slice(0, 7));
    expect(message).not.toMatch(/SECRET\s|two|three/);
  });
});
