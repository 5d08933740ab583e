import { describe, expect, it } from '@jest/globals';
import { NoArtifactServiceError } from '../../src/github/artifact.ts';
import { IdTokenError } from '../../src/github/id-token.ts';
import { InputsError } from '../../src/github/inputs/input-errors.ts';
import { describeError, describeStepEnd } from '../../src/report/error-outcome.ts';
import { findHint } from '../../src/report/hints/find-hint.ts';
import { OperationError } from '../../src/report/outcome.ts';
import {
  AmbiguousResponseError,
  ApiResponseError,
  UnreachableError,
} from '../../src/tencent/api-errors.ts';
import { CosAddressError } from '../../src/tencent/cos/cos-address.ts';
import { ProxyError } from '../../src/tencent/proxy.ts';
import { IntegrityError, TransferError } from '../../src/transfer/transfer-errors.ts';
import { formatText } from '../../src/text/format-text.ts';
import type { Text } from '../../src/text/message.ts';

const CALL = { service: 'tem', action: 'ResumeDeployApplication' };
const UNREACHABLE = new UnreachableError({ ...CALL, message: 'a.example cannot be reached' });

function responseError(code: string, message = 'No.', requestId = 'request-1'): ApiResponseError {
  return new ApiResponseError({ ...CALL, code, message, requestId });
}

/** The texts of the details, in English, by their labels. */
function labelled(error: unknown): Record<string, string> {
  const rows = describeError(error).details.filter(({ label }) => label !== undefined);
  return Object.fromEntries(rows.map(({ label = '', text }) => [english(label), english(text)]));
}

function english(text: Text): string {
  return formatText(text, 'en-US');
}

describe('an error of the cloud', () => {
  it("has the cloud's code and message, a hint and the RequestId", () => {
    const error = responseError('UnauthorizedOperation');
    expect(describeError(error)).toMatchObject({
      status: 'failed',
      code: 'UnauthorizedOperation',
      requestId: 'request-1',
      next: [],
    });
    expect(describeError(error).headline).toMatchObject({
      key: 'outcome.refused',
      values: { action: 'ResumeDeployApplication' },
    });
    expect(labelled(error)).toEqual({
      Message: 'No.',
      Fix: english(findHint(error)),
      RequestId: 'request-1',
    });
  });

  it('leaves out what is not known', () => {
    expect(describeError(responseError('FailedOperation.Strange', '', '')).details).toEqual([]);
  });
});

describe('a call without a usable answer', () => {
  const proxy = new ProxyError(
    'proxy-unreachable',
    'the proxy a:1 cannot be reached (ECONNREFUSED)',
  );

  it.each([
    [UNREACHABLE, 'unreachable', /"endpoint"/],
    [new UnreachableError({ ...CALL, service: 'cos', message: 'x' }), undefined, /cos-endpoint/],
    [new UnreachableError({ ...CALL, service: 'download', message: 'x' }), undefined, /^check the/],
    [new AmbiguousResponseError({ ...CALL, message: 'x' }), 'ambiguous-response', /again/],
    [
      new UnreachableError({ ...CALL, message: 'x', cause: proxy }),
      'proxy-unreachable',
      /NO_PROXY/,
    ],
  ])('says why and what to change: %#', (error, code, change) => {
    const outcome = describeError(error);
    expect(outcome.status).toBe('failed');
    expect(outcome.code).toBe(code ?? 'unreachable');
    expect(labelled(error).Why).toBe(error.message);
    expect(labelled(error).Fix).toMatch(change);
  });

  it('names the service and the action, but for a download', () => {
    const download = new UnreachableError({ service: 'download', action: 'GET', message: 'x' });
    expect(describeError(UNREACHABLE).headline).toMatchObject({
      values: { service: 'TEM', action: 'ResumeDeployApplication' },
    });
    expect(english(describeError(download).headline)).not.toContain('GET');
  });
});

describe('an error of our own', () => {
  it('of an operation keeps status, code, details and next steps', () => {
    const details = [{ label: 'Why', text: 'because' }];
    const next = [{ sentence: 'Do that.' }];
    const error = new OperationError('no', {
      status: 'timed-out',
      code: 'deadline-passed',
      details,
      next,
    });
    const headline = 'no';
    const code = 'deadline-passed';
    expect(describeError(error)).toEqual({ status: 'timed-out', headline, code, details, next });
    expect(describeError(new OperationError('no', { code })).status).toBe('failed');
  });

  it('of wrong inputs keeps code and details', () => {
    const error = new InputsError([{ input: 'operation', problem: 'is missing', fix: 'add it' }]);
    const { code, details, text: headline } = error;
    expect(describeError(error)).toMatchObject({ status: 'failed', headline, code, details });
  });

  it('of an ID token keeps code and details, also where it kept STS from being asked', () => {
    const details = [{ text: 'it is so' }];
    const cause = new IdTokenError('id-token-unavailable', 'no token', details);
    const outcome = {
      status: 'failed',
      headline: 'no token',
      code: 'id-token-unavailable',
      details,
    };
    expect(describeError(cause)).toMatchObject(outcome);
    expect(
      describeError(new UnreachableError({ ...CALL, message: 'no token', cause })),
    ).toMatchObject(outcome);
  });

  it.each<[Error, string]>([
    [new NoArtifactServiceError('none here'), 'artifact-service-missing'],
    [new TransferError('file-empty', 'none here'), 'file-empty'],
    [new IntegrityError('none here'), 'integrity'],
    [new CosAddressError('none here'), 'cos-address-invalid'],
    [Object.assign(new Error('none here'), { code: 'ENETDOWN' }), 'ENETDOWN'],
  ])('of a file or an artifact has a code (%#)', (error, code) => {
    expect(describeError(error)).toEqual({
      status: 'failed',
      headline: 'none here',
      code,
      details: [],
      next: [],
    });
  });

  it.each(['EACCES', 'EFBIG', 'EEXIST', 'EROFS', 'EISDIR', 'ENXIO', 'ESTALE', 'UNKNOWN'])(
    'of the file system is no raw text, and is not to be reported: %s',
    (code) => {
      const error = new Error(`${code}: a reason, open '/work/x'`);
      const outcome = describeError(
        Object.assign(error, { code, path: '/work/x', syscall: 'open' }),
      );
      expect(outcome).toMatchObject({ code, next: [], headline: { key: 'outcome.file-unusable' } });
      expect(english(outcome.headline)).toMatch(new RegExp(`^/work/x .*\\(${code}\\)$`));
    },
  );

  it('of the file system is a sentence with what to change', () => {
    const error = new Error("ENOSPC: no space left on device, open '/work/x'");
    const outcome = describeError(Object.assign(error, { code: 'ENOSPC', path: '/work/x' }));
    expect(outcome).toMatchObject({ code: 'ENOSPC', details: [{ label: { key: 'words.fix' } }] });
    expect(english(outcome.headline)).toMatch(/\/work\/x .*\(ENOSPC\)$/);
  });

  it.each([
    [new TypeError('x is undefined'), 'x is undefined'],
    [Object.assign(new Error('wrong'), { code: 'ERR_INVALID_ARG_TYPE' }), 'wrong'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
  ])('that nobody expected is internal, and is to be reported (%p)', (error, message) => {
    const { code, headline, next } = describeError(error);
    expect(code).toBe('internal-error');
    expect(english(headline)).toContain(message);
    expect(next).toHaveLength(1);
  });
});

describe('the end of a step that threw', () => {
  const late = new DOMException('late', 'TimeoutError');

  function limits({ isCancelled = false, now = 0 }) {
    return {
      clock: { now: () => now },
      deadline: 60_000,
      timeLimit: { duration: 60_000 },
      cancelSignal: isCancelled ? AbortSignal.abort() : new AbortController().signal,
      deadlineSignal: AbortSignal.abort(late),
    };
  }

  it.each([
    ['a cancel, whatever was thrown', late, { isCancelled: true }, 'cancelled', 'job-cancelled'],
    ['the deadline', late, {}, 'timed-out', 'deadline-passed'],
    ['a failure', UNREACHABLE, {}, 'failed', 'unreachable'],
    ['no time to try again', UNREACHABLE, { now: 59_000 }, 'timed-out', 'unreachable'],
    ['another error close to the deadline', new Error('x'), { now: 59_000 }, 'failed', undefined],
  ] as const)('is %s', (_, error, when, status, code) => {
    const outcome = describeStepEnd(error, limits(when));
    expect(outcome).toMatchObject({ status, code: code ?? 'internal-error' });
  });
});
