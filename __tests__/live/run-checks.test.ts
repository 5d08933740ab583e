import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_CREDENTIALS, SECRET_MARK, startSimulator } from '../../simulator/index.ts';
import { JUDGES } from '../../live/judge-all.ts';
import { CHANGES } from '../../live/services.ts';
import { followRecording } from '../../live/recording/follow-recording.ts';
import { readOfficialFields } from '../../live/recording/model.ts';
import { readRecording, writeRecording } from '../../live/recording/recording.ts';
import { makeReport } from '../../live/report.ts';
import { formatReport } from '../../live/table.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import { ASSUMED } from './assumed-cloud.ts';
import { ALL_TARGETS, APPLICATION, runLive } from './live-world.ts';
import type { LiveRun } from './live-world.ts';

describe('all checks against a cloud that does what the code assumes', () => {
  let run: LiveRun;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'recording-'));
    run = await runLive(ASSUMED);
    writeRecording(folder, run.evidence, { source: 'a test', expected: {} }, readOfficialFields);
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('find no assumption wrong, and nothing failed', () => {
    const { problems, rows } = makeReport(run.evidence);
    const answered = rows.filter(({ finding }) => finding);
    expect(answered.filter(({ finding }) => finding?.holds === false)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('answer every question that one run can answer', () => {
    const open = makeReport(run.evidence).rows.filter(({ finding }) => !finding);
    const reported = open.map(({ assumption }) => assumption.id);
    expect(reported.filter((id) => id in JUDGES)).toEqual(['tem-intl-actions', 'scf-url-https']);
  });

  it('ask before every change', () => {
    expect(run.questions).toHaveLength(7);
  });

  it('leave everything as it was', () => {
    const { car, tem } = run.simulator;
    const application = tem.application(APPLICATION.applicationId);
    expect(application).toMatchObject({
      isDeploying: false,
      deployVersion: APPLICATION.deployVersion,
    });
    expect(car.application('app-game0001').versions).toHaveLength(2);
    expect(run.simulator.cos.uploads).toEqual([]);
  });

  it('touch nothing that was not given', () => {
    const targets = run.simulator.calls.flatMap(({ parameters }) => parameters.ApplicationId ?? []);
    const given = [APPLICATION.applicationId, 'app-game0001', 'app-new00001'];
    expect(new Set(targets)).toEqual(new Set(given));
  });

  it('are recorded without secrets, and a recording answers the same questions', () => {
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const secrets = [SECRET_MARK, DEMO_CREDENTIALS.secretId, APPLICATION.applicationId, 'shop-api'];
    expect(secrets.filter((secret) => files.join().includes(secret))).toEqual([]);
    const idsOf = (report: ReturnType<typeof makeReport>) =>
      report.rows.filter(({ finding }) => finding?.holds).map(({ assumption }) => assumption.id);
    expect(idsOf(makeReport(readRecording(folder)))).toEqual(idsOf(makeReport(run.evidence)));
  });

  it('record a rollout that the rollout core understands', () => {
    const { answers } = readRecording(folder);
    const kinds = followRecording(answers.filter(({ check }) => check === 'beta')).map(
      ({ kind }) => kind,
    );
    expect(kinds).not.toContain('failed');
    expect(kinds.at(-1)).toBe('succeeded');
  });

  it('are shown as a table', () => {
    const report = formatReport(makeReport(run.evidence));
    expect(report.match(/^\| tem-/gm)?.length).toBeGreaterThan(20);
  });
});

describe('without --change', () => {
  it('nothing is asked and nothing is changed', async () => {
    const { questions, simulator } = await runLive();
    const changes = simulator.calls.filter(({ action }) => CHANGES.includes(action));
    expect([questions, changes]).toEqual([[], []]);
  });
});

describe('with --change, but a no to every question', () => {
  it('nothing is changed', async () => {
    const { questions, simulator } = await runLive({
      args: [
        ...ALL_TARGETS,
        '--change',
        '--check',
        'beta',
        '--check',
        'car-version',
        '--check',
        'dlc-download',
      ],
      confirm: () => Promise.resolve(false),
    });
    const changes = simulator.calls.filter(({ action }) => CHANGES.includes(action));
    expect(changes).toEqual([]);
    expect(questions.length).toBeGreaterThan(3);
  });
});

describe('a rollout that happens to be in progress', () => {
  it('is followed to its end, and no other one is started', async () => {
    const { evidence, simulator } = await runLive({
      args: [...ALL_TARGETS, '--change', '--check', 'rollout', '--check', 'beta'],
      prepare: ({ tem }, time) => {
        tem.application(APPLICATION.applicationId).startRollout({
          DeployVersion: 'v2',
          PackageName: 'shop.jar',
          DeployStrategyType: 'BETA',
          BetaBatchNum: 1,
          TotalBatchCount: 1,
        });
        time.pass(5);
      },
    });
    expect(evidence.facts['followed rollout']).toBe('waiting');
    expect(simulator.tem.application(APPLICATION.applicationId).rollouts).toHaveLength(1);
  });
});

describe('the international site', () => {
  it('is asked for the details that only the Chinese definition has', async () => {
    const intl = await startSimulator({ site: 'international', clock: sharedTime() });
    const hosts = ['--intl-endpoint', intl.url];
    const { evidence } = await runLive({
      args: [...ALL_TARGETS, ...hosts, '--check', 'intl-site'],
    });
    await intl.close();
    expect(evidence.facts['intl details']).toBe('InvalidAction');
  });
});
