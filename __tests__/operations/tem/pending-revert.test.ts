import { describe, expect, it } from '@jest/globals';
import { readPendingRevert } from '../../../src/operations/tem/pending-revert.ts';

describe('what is kept for the end of the job', () => {
  const WHOLE = {
    kind: 'tem-revert',
    applicationId: 'app-1',
    environmentId: 'en-1',
    revisionId: '',
    beforeRevisionId: 'revision-1',
    deployVersion: 'v2.4.0',
    beforeStartTime: '2026-01-01 09:00:00',
    startTime: '',
    previousVersion: 'v2.3.9',
    isSent: true,
    isRedeployed: false,
  };

  it('is read back', () => {
    expect(readPendingRevert(JSON.parse(JSON.stringify(WHOLE)))).toEqual(WHOLE);
  });

  it('counts as not sent where that is not said', () => {
    expect(readPendingRevert({ ...WHOLE, isSent: 'true' })).toEqual({ ...WHOLE, isSent: false });
  });

  it.each([
    undefined,
    null,
    'tem-revert',
    {},
    { ...WHOLE, kind: 'other' },
    { ...WHOLE, applicationId: 1 },
    { ...WHOLE, environmentId: undefined },
    { ...WHOLE, revisionId: null },
    { ...WHOLE, beforeRevisionId: [] },
    { ...WHOLE, deployVersion: 2 },
    { ...WHOLE, beforeStartTime: undefined },
    { ...WHOLE, startTime: 0 },
    { ...WHOLE, previousVersion: null },
  ])('is nothing where it is not whole: %j', (saved) => {
    expect(readPendingRevert(saved)).toBeUndefined();
  });
});
