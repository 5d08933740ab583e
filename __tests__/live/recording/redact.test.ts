import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../../../live/evidence.ts';
import { readOfficialFields } from '../../../live/recording/model.ts';
import { findLeaks, redact } from '../../../live/recording/redact.ts';
import { anyOfficialAnswer } from './any-answer.ts';
import { simulateAccount } from './random-account.ts';

/** An account has several hundred texts, of all forms in all fields. */
const ACCOUNTS = { numRuns: 50 };
const ANSWERS = { numRuns: 200 };

const textOf = (answers: readonly Answer[]) =>
  JSON.stringify(redact({ answers, facts: {} }, readOfficialFields).answers);

/** An answer of an application with these fields. */
const infoAnswer = (result: Record<string, unknown>): Answer => ({
  ...{ at: 0, check: 'reads', service: 'tem', action: 'DescribeApplicationInfo', status: 200 },
  parameters: {},
  response: { Result: result, RequestId: '' },
});

const redactInfo = (result: Record<string, unknown>) =>
  redact({ answers: [infoAnswer(result)], facts: {} }, readOfficialFields).answers[0]?.response
    ?.Result;

describe('redacted answers', () => {
  it('of a simulated account of random secrets contain none of them', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { answers, secrets } = simulateAccount(seed);
        const text = textOf(answers);
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      }),
      ACCOUNTS,
    );
  });

  it('of any content in the official form contain no text of it', () => {
    fc.assert(
      fc.property(anyOfficialAnswer, ({ answer, texts }) => {
        const text = textOf([answer]);
        expect(texts.filter((each) => text.includes(each))).toEqual([]);
      }),
      ANSWERS,
    );
  });

  it('can be checked for what is left', () => {
    const redacted = redact(
      { answers: [infoAnswer({ ApplicationName: 'my-secret-shop' })], facts: {} },
      readOfficialFields,
    );
    expect(findLeaks(redacted)).toEqual([]);
    expect(findLeaks({ ...redacted, facts: { seen: 'my-secret-shop' } })).toEqual([
      'my-secret-shop',
    ]);
  });
});

describe('what stays', () => {
  it('is the same for the same text, also inside a path', () => {
    expect(
      redactInfo({
        AppId: '1300001234',
        ApplicationId: 'app-shop0001',
        ApplicationName: 'shop',
        PkgName: 'tem/pkg/1300001234/app-shop0001/1733129495394/shop-1.jar',
      }),
    ).toEqual({
      AppId: '9000000001',
      ApplicationId: 'app-00000001',
      ApplicationName: 'text-1',
      PkgName: 'tem/pkg/9000000001/app-00000001/9000000000002/text-2.jar',
    });
  });

  it.each([
    ['a word of TEM', { Status: 'abnormal' }],
    ['a region', { Region: 'ap-shanghai' }],
    ['a time', { CreateDate: '2024-12-20 17:00:17' }],
    ['a number', { CurrentInstances: 3 }],
    ['nothing', { EsInfo: null, PublicDomain: '' }],
  ])('is %s', (_, fields) => {
    expect(redactInfo(fields)).toEqual(fields);
  });

  it('is the name and the type of a field that the package does not have', () => {
    expect(redactInfo({ BrandNew: 'shop', Nested: { Key: 'shop' }, 'shop-12345': 1 })).toEqual({
      BrandNew: 'text',
      Nested: {},
      'text-1': 0,
    });
  });

  it('is the form of a URL, with its times', () => {
    const sign = encodeURIComponent(
      'q-sign-algorithm=sha1&q-ak=AKIDmine&q-sign-time=1529851415;1529861475&q-signature=abc',
    );
    const answer: Answer = {
      ...{ at: 0, check: 'scf-url', service: 'scf', action: 'GetFunctionAddress', status: 200 },
      parameters: {},
      response: {
        Url: `https://lambda-1253970226.cos.ap-shanghai.myqcloud.com/1253970226/shop/shop_LATEST.zip?sign=${sign}`,
        CodeSha256: 'ab'.repeat(32),
      },
    };
    const [redacted] = redact({ answers: [answer], facts: {} }, readOfficialFields).answers;
    const url = new URL(String(redacted?.response?.Url));
    expect(url.host).toMatch(/^text-\d-9000000001\.cos\.ap-shanghai\.myqcloud\.com$/);
    expect(url.pathname).toMatch(/^\/9000000001\/text-\d\/text-\d\.zip$/);
    const nested = new URLSearchParams(url.searchParams.get('sign') ?? '');
    expect(nested.get('q-sign-time')).toBe('1529851415;1529861475');
    expect(nested.get('q-ak')).toMatch(/^text-/);
    expect(redacted?.response?.CodeSha256).toMatch(/^0+1$/);
  });

  it('are the common words of a sentence', () => {
    const answer: Answer = {
      ...infoAnswer({}),
      response: {
        Error: {
          Code: 'ResourceNotFound.ServiceNotFound',
          Message: 'The application app-shop0001 is not found at 10.11.12.13.',
        },
        RequestId: 'x',
      },
    };
    expect(textOf([answer])).toContain('The application … is not found …');
  });

  it.each([
    'RequestLimitExceeded.GlobalRegionUinLimitExceeded',
    'ResourceNotFound.ServiceRunningVersionNotFound',
  ])('are error codes, however long: %s', (Code) => {
    const response = { Error: { Code, Message: '' }, RequestId: 'x' };
    expect(textOf([{ ...infoAnswer({}), response }])).toContain(Code);
    const { facts } = redact({ answers: [], facts: { code: Code } }, readOfficialFields);
    expect(facts.code).toBe(Code);
  });
});
