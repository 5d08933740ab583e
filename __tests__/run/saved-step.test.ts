import { describe, expect, it } from '@jest/globals';
import type { Identity } from '../../src/github/read-identity.ts';
import { createSavedStep, readUnfinishedStep } from '../../src/run/saved-step.ts';
import { recordingCore } from '../operations/recorder.ts';
import { createSaved, keep, PENDING } from './unfinished.ts';

const ROLES = {
  roleArns: ['qcs::cam::uin/100000000001:roleName/deploy'],
  session: { roleSessionName: 'session', durationSeconds: 3600, externalId: 'tenant-7' },
};
const KEYS = { secretId: 'AKIDsecret', secretKey: 'the-secret-key', token: 'the-session-token' };
const COMMON = {
  endpoint: 'tencentcloudapi.com',
  language: 'en-US',
  region: 'ap-shanghai',
  summary: false,
  timeout: 60_000,
  dryRun: false,
  githubToken: 'the-github-token',
} as const;
const TEMPLATE = { uses: 'octo-org/deploy@v1', remarks: [], env: [], with: [] };

function save(identity: Identity) {
  return createSavedStep('tem-wait', COMMON, identity, TEMPLATE);
}

describe('what is saved of a step', () => {
  it.each(['inputs', 'environment'] as const)('has no key of its %s', (source) => {
    const saved = save({ base: { ...KEYS, source }, roles: ROLES });
    const text = JSON.stringify(saved);
    for (const secret of [...Object.values(KEYS), 'the-github-token']) {
      expect(text).not.toContain(secret);
    }
    expect(saved.identity).toEqual({ base: { source }, roles: ROLES });
  });

  it('has all of an OIDC provider: none of it is secret', () => {
    const base = { source: 'oidc', providerId: 'github', audience: 'sts' } as const;
    expect(save({ base, roles: ROLES }).identity).toEqual({ base, roles: ROLES });
  });

  it('has where the step worked, and how it is copied', () => {
    expect(save({ base: { ...KEYS, source: 'inputs' }, roles: ROLES })).toMatchObject({
      operation: 'tem-wait',
      connection: { endpoint: 'tencentcloudapi.com', language: 'en-US', region: 'ap-shanghai' },
      template: TEMPLATE,
      summary: false,
    });
  });
});

describe('what a step has left to do', () => {
  const step = createSaved('tencentcloudapi.com');
  const read = (state: Readonly<Record<string, string>>) =>
    readUnfinishedStep(recordingCore(state).core);

  it('is read as it was saved', () => {
    expect(read(keep(step))).toEqual({ step, pending: PENDING });
  });

  it.each([
    ['nothing was saved', {}],
    ['it is no JSON', { state: '{' }],
    ['nothing is pending', { state: JSON.stringify({ step }) }],
    ['the step is missing', { state: JSON.stringify({ pending: PENDING }) }],
    ['the step is null', { state: JSON.stringify({ pending: PENDING, step: null }) }],
    ['something else is pending', keep(step, { kind: 'other' })],
    ['what is pending is not whole', keep(step, { ...PENDING, previousVersion: undefined })],
    ...Object.keys(step).map((name): [string, Record<string, string>] => [
      `the step has no ${name}`,
      { state: JSON.stringify({ pending: PENDING, step: { ...step, [name]: undefined } }) },
    ]),
  ])('is nothing where %s', (_, state) => {
    expect(read(state)).toBeUndefined();
  });
});
