import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/github/log.ts';
import { announceOutcome } from '../../src/report/annotate.ts';
import { recordingCore } from '../operations/recorder.ts';
import { ENDINGS } from './endings.ts';

describe('The result line and the annotation', () => {
  it.each(Object.entries(ENDINGS))('of %s', (_, { input, outcome }) => {
    const { core, recorded } = recordingCore();
    const { isSuccess, template, took } = input;
    announceOutcome(createLog(core), outcome, { isGreen: isSuccess, took, template });
    const annotations = recorded.annotations.map(
      ({ kind, title, message }) => `[${kind}] ${title}\n${message}`,
    );
    expect(`\n${[...recorded.lines, ...annotations].join('\n')}\n`).toMatchSnapshot();
  });
});
