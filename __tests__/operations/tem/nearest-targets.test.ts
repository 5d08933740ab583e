import { describe, expect, it } from '@jest/globals';
import { explainWrongTarget } from '../../../src/operations/tem/nearest-targets.ts';
import { ApiResponseError } from '../../../src/tencent/api-errors.ts';
import type { ApiCall, Call } from '../../../src/tencent/api-client.ts';
import { MissingTargetError } from '../../../src/tencent/missing-target-error.ts';
import { getMessageKey } from '../../../src/text/message.ts';

const TARGET = { applicationId: 'app-shop0002', environmentId: 'en-prod0002', sourceChannel: 7 };
const WRONG_APPLICATION = 'ResourceNotFound.ServiceNotFound';
const WRONG_ENVIRONMENT = 'ResourceNotFound.NamespaceNotFound';
const WRONG_EITHER = 'InvalidParameterValue.TemIdInvalid';

const APPLICATION = {
  ApplicationId: 'app-shop0001',
  ApplicationName: 'shop',
  EnvironmentId: 'en-1',
};
const ENVIRONMENT = { EnvironmentId: 'en-prod0001', EnvironmentName: 'production' };

const refusal = (code: string) =>
  new ApiResponseError({
    ...{ service: 'tem', action: 'DescribeApplicationInfo', code, requestId: 'r' },
    ...{ message: '', serverTime: NaN },
  });

/** Answers both lists with these records; more of them exist than fit on the first page. */
function listing(applications: readonly object[], environments: readonly object[]) {
  const calls: ApiCall[] = [];
  const call: Call = (sent) => {
    calls.push(sent);
    const isApplications = sent.action === 'DescribeApplications';
    const Records = [...(isApplications ? applications : environments)];
    return Promise.resolve({ response: { Result: { Records, Total: 500 } }, requestId: 'r' });
  };
  return { call, calls };
}

/** The keys of what is listed. */
function kindsOf(error: unknown): string[] {
  return error instanceof MissingTargetError
    ? error.existing.map(({ text }) => getMessageKey(text))
    : [];
}

describe('a target that TEM does not know', () => {
  it.each([
    [WRONG_APPLICATION, ['plan.existing-applications']],
    [WRONG_ENVIRONMENT, ['plan.existing-environments']],
    [WRONG_EITHER, ['plan.existing-applications', 'plan.existing-environments']],
  ])('is an error with what exists: %s', async (code, kinds) => {
    const { call, calls } = listing([APPLICATION], [ENVIRONMENT]);
    const error = await explainWrongTarget(call, TARGET, refusal(code));
    expect(error).toMatchObject({ code });
    expect(kindsOf(error)).toEqual(kinds);
    // One call for each kind, which is not repeated if it fails.
    expect(calls).toHaveLength(kinds.length);
    for (const { effect, parameters } of calls) {
      expect(effect).toBe('guarded-change');
      expect(parameters).toMatchObject({ SourceChannel: 7, Offset: 0 });
    }
  });

  it.each<[string, string, object[], object[], string[]]>([
    ['applications', WRONG_EITHER, [], [ENVIRONMENT], ['plan.existing-environments']],
    ['environments', WRONG_EITHER, [APPLICATION], [], ['plan.existing-applications']],
    ['any of them', WRONG_EITHER, [], [], []],
  ])('omits a kind that has no entries: %s', async (_, code, applications, environments, kinds) => {
    const { call } = listing(applications, environments);
    const error = await explainWrongTarget(call, TARGET, refusal(code));
    expect(error).toMatchObject({ code });
    expect(kindsOf(error)).toEqual(kinds);
  });

  it.each([
    ['another error', refusal('InternalError'), TARGET],
    ['no environment', refusal(WRONG_ENVIRONMENT), { applicationId: TARGET.applicationId }],
    ['no answer of TEM', new Error('socket'), TARGET],
  ])('is not the cause: %s', async (_, error, target) => {
    const { call, calls } = listing([APPLICATION], [ENVIRONMENT]);
    expect(await explainWrongTarget(call, target, error)).toBe(error);
    expect(calls).toEqual([]);
  });

  it('is not looked for any more once the step is cancelled', async () => {
    const reason = new DOMException('cancelled', 'AbortError');
    const explained = explainWrongTarget(
      () => Promise.reject(reason),
      TARGET,
      refusal(WRONG_EITHER),
    );
    await expect(explained).rejects.toBe(reason);
  });
});
