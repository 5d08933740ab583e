import { afterEach, describe, expect, it } from '@jest/globals';
import { listContracts } from '../../simulator/index.ts';
import type { CallRequest } from '../../live/caller.ts';
import { findObjection, openGate } from '../../live/gate.ts';
import type { Gate, Permits } from '../../live/gate.ts';
import { CHANGES } from '../../live/services.ts';

const GIVEN = { ApplicationId: ['app-mine'], EnvironmentId: ['en-mine'] };
const call = (action: string, parameters = {}): CallRequest => ({
  service: 'tem',
  action,
  parameters,
});
const permits = (...changes: string[]): Permits => ({ targets: GIVEN, changes: new Set(changes) });

let gate: Gate | undefined;
afterEach(() => gate?.close());

describe('what may be sent', () => {
  it.each([
    [call('DescribeApplicationInfo', { ApplicationId: 'app-mine' }), permits(), true],
    [call('DescribeApplicationInfo', { ApplicationId: 'app-theirs' }), permits(), false],
    [call('DescribeApplicationInfo', { ApplicationId: ['app-mine'] }), permits(), false],
    [call('DescribeApplications'), permits(), true],
    [call('RevertDeployApplication', { ApplicationId: 'app-mine' }), permits(), false],
    [
      call('RevertDeployApplication', { ApplicationId: 'app-mine' }),
      permits('RevertDeployApplication'),
      true,
    ],
    [
      call('RevertDeployApplication', { ApplicationId: 'app-mine' }),
      permits('ResumeDeployApplication'),
      false,
    ],
    [
      call('RevertDeployApplication', { ApplicationId: 'app-theirs' }),
      permits('RevertDeployApplication'),
      false,
    ],
    [call('DeleteApplication', { ApplicationId: 'app-mine' }), permits('DeleteApplication'), false],
  ])('%j with %j', (request, given, isAllowed) => {
    expect(findObjection(request, given) === '').toBe(isAllowed);
  });

  it.each(['AssumeRole', 'AssumeRoleWithWebIdentity', 'GetFederationToken'])(
    'never asks STS for keys (%s)',
    (action) => {
      expect(findObjection({ ...call(action), service: 'sts' }, permits(action))).not.toBe('');
    },
  );

  it('asks STS who is calling', () => {
    expect(findObjection({ ...call('GetCallerIdentity'), service: 'sts' }, permits())).toBe('');
  });
});

it('takes the calls for changes that the contracts call changes', () => {
  const changes = listContracts().flatMap((contract) => [...contract.changes]);
  expect(CHANGES.toSorted()).toEqual(changes.toSorted());
});

describe('the gate', () => {
  it('passes on what is permitted, and answers the rest itself', async () => {
    const sent: CallRequest[] = [];
    gate = await openGate(permits(), (request) => {
      sent.push(request);
      return Promise.resolve({ status: 200, body: '{"Response":{}}', date: 'today', response: {} });
    });
    const { url } = gate;
    const ask = async (action: string, body: string) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'x-tc-action': action,
          authorization: 'TC3 Credential=x/2026-01-01/tem/tc3_request',
        },
        body,
      });
      return answer.text();
    };
    expect(await ask('DescribeApplications', '{"Limit":1}')).toBe('{"Response":{}}');
    expect(await ask('RevertDeployApplication', '{}')).toContain('UnauthorizedOperation');
    expect(await ask('AssumeRole', 'no JSON')).toContain('UnauthorizedOperation');
    expect(sent).toEqual([
      { service: 'tem', action: 'DescribeApplications', parameters: { Limit: 1 } },
    ]);
    expect(gate.refused).toHaveLength(2);
  });
});
