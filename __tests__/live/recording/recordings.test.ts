import { afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { DEMO_CREDENTIALS, startSimulator } from '../../../simulator/index.ts';
import type { Simulator } from '../../../simulator/index.ts';
import { compareWithModel } from '../../../live/recording/compare-model.ts';
import { followRecording } from '../../../live/recording/follow-recording.ts';
import { readOfficialFields } from '../../../live/recording/model.ts';
import { listRecordings, readRecording, RECORDINGS } from '../../../live/recording/recording.ts';
import { replayServices } from '../../../live/recording/replay.ts';
import { judgeAll } from '../../../live/judge-all.ts';
import { runAction } from '../../support/process/run-action.ts';
import { sharedTime } from '../../support/process/shared-time.ts';

const FAILED = readRecording(join(RECORDINGS, 'failed-rollout-2024-12-20'));

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

describe.each(listRecordings())('the recording %s', (name) => {
  const recording = readRecording(join(RECORDINGS, name));

  it('has a source, and answers', () => {
    expect(recording.source).not.toBe('');
    expect(recording.answers.length).toBeGreaterThan(0);
  });

  it('is judged by the rollout core as by eye', () => {
    const verdicts = Object.keys(recording.expected).map((check) => {
      const answers = recording.answers.filter((answer) => answer.check === check);
      return [check, followRecording(answers).at(-1)?.kind];
    });
    expect(Object.fromEntries(verdicts)).toEqual(recording.expected);
  });

  it('contradicts no assumption, unless its row says so', () => {
    const settled = judgeAll(recording).filter(({ assumption: { state }, finding }) => {
      const isKnown = typeof state === 'object' && !state.holds;
      return finding?.holds === false && !isKnown;
    });
    expect(settled.map(({ assumption }) => assumption.id)).toEqual([]);
  });
});

describe('the failed rollout of 2024-12-20', () => {
  it('has the fields of the official package, whose type of a port is wrong', () => {
    const differences = compareWithModel(FAILED.answers, readOfficialFields).filter(
      ({ kind, seen }) => kind !== 'missing-field' && seen !== 'null',
    );
    expect(differences.map(({ kind, path, seen }) => [kind, path, seen])).toEqual([
      ['other-type', 'Result.Service.ServicePortMappingList[].Ports[]', 'number'],
    ]);
  });

  it('is replayed by the simulator, and `tem-wait` fails instead of waiting for it', async () => {
    const time = sharedTime();
    simulator = await startSimulator({
      clock: time,
      serve: (_, clock) => replayServices(FAILED, clock),
    });
    const result = FAILED.answers[0]?.response?.Result as Record<string, string>;
    const run = await runAction({
      time,
      inputs: {
        operation: 'tem-wait',
        endpoint: simulator.url,
        region: 'ap-shanghai',
        'secret-id': DEMO_CREDENTIALS.secretId,
        'secret-key': DEMO_CREDENTIALS.secretKey,
        'application-id': result.ApplicationId ?? '',
        'environment-id': result.EnvironmentId ?? '',
      },
    });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
  });
});
