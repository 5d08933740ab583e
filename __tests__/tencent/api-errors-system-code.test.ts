import { describe, expect, it } from '@jest/globals';
import { systemCode } from '../../src/tencent/api-errors.ts';

describe('systemCode', () => {
  const chain = (depth: number): Error =>
    depth === 0
      ? Object.assign(new Error('deep'), { code: 'EDEEP' })
      : new Error('wrapped', { cause: chain(depth - 1) });
  const circle: { cause?: unknown } = {};
  circle.cause = circle;

  it.each([
    ['its own', Object.assign(new Error(), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ["its cause's", chain(1), 'EDEEP'],
    ["a deeper cause's", chain(3), 'EDEEP'],
    ["its cause's, behind a code of ours", { code: 'unreachable', cause: chain(0) }, 'EDEEP'],
    ["its cause's, behind a code of the cloud", { code: 'A.B', cause: chain(0) }, 'EDEEP'],
    ['none, where the chain is too long', chain(20), ''],
    ['none, where the causes go round in a circle', circle, ''],
    ['no text', Object.assign(new Error(), { code: 5 }), ''],
    ['none of an error', new Error('x'), ''],
    ['none of a text', 'ECONNRESET', ''],
    ['none of null', null, ''],
  ])('is %s', (_, error, code) => {
    expect(systemCode(error)).toBe(code);
  });
});
