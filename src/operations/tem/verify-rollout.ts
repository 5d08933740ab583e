import { INSTANCE_IP } from '../../github/inputs/verify-parsers.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { formatStage } from '../../report/stage-name.ts';
import type { Text } from '../../text/message.ts';
import { durationText, joinTexts, message } from '../../text/message.ts';
import type { Prober } from '../../probe/prober.ts';
import type {
  Counts,
  Criteria,
  ProbeVerdict,
  Stage,
  StageReport,
} from '../../verification/criteria.ts';
import { MIN_COUNTED_ANSWERS } from '../../verification/criteria.ts';
import type { StageTally } from '../../verification/stage.ts';
import { createStageTally } from '../../verification/stage.ts';
import type { OperationContext } from '../operation.ts';
import { labelUrls, lacksAddress, listProbeTargets } from './probe-targets.ts';
import type { TemContext } from './tem-context.ts';
import type { VerifyInputs } from './tem-declarations.ts';

/** Probes the application at the stages of a rollout, while the rollout is watched as always. */
export interface RolloutVerifier {
  /** Whether the rollout has to pass this stage. */
  readonly covers: (stage: Stage) => boolean;
  /** Starts the stage, or continues it; returns its verdict as soon as it is certain. */
  readonly check: (stage: Stage, evidence: StageEvidence) => Promise<StageVerdict>;
  /** The stage in progress; `undefined` if there is none. */
  readonly current: () => Stage | undefined;
  /** Aborted as soon as the stage in progress has a verdict. */
  readonly decided: () => AbortSignal | undefined;
  /** Ends the stage in progress without a verdict, and returns what it has come to. */
  readonly stop: () => Promise<StageReport | undefined>;
}

/** What a verification works with. */
interface VerifyContext extends Pick<TemContext, 'progressLog'> {
  readonly context: Pick<OperationContext, 'clock' | 'report' | 'startProber' | 'deadlineSignal'>;
}

/** What a check of the rollout shows. */
export interface StageEvidence {
  readonly snapshot: Snapshot;
  readonly revisionId: string;
  /** The number of batches besides the beta batch, for the name of the stage. */
  readonly of: number;
  /** Whether everything is healthy: only then a stage starts or passes. */
  readonly isSettled: boolean;
}

export type StageVerdict =
  | { readonly kind: 'pending' | 'passed' }
  | { readonly kind: 'failed'; readonly report: StageReport };

/** A stage in progress. */
interface RunningStage {
  readonly stage: Stage;
  readonly name: Text;
  readonly tally: StageTally;
  readonly prober: Prober;
  readonly decided: AbortController;
  probed: ReadonlySet<string>;
  /** An instance has no IP address. */
  unaddressed?: Lasting | undefined;
}

/** Creates the verifier of a rollout; `undefined` if the step does not verify it. */
export function createRolloutVerifier(
  tem: VerifyContext,
  inputs: Partial<VerifyInputs>,
): RolloutVerifier | undefined {
  return isVerified(inputs) ? createVerifier(tem, inputs, inputs.verifyUrl) : undefined;
}

/** Without URLs there is nothing to verify; all other inputs have defaults. */
function isVerified(
  inputs: Partial<VerifyInputs>,
): inputs is VerifyInputs & { readonly verifyUrl: readonly string[] } {
  return inputs.verifyUrl !== undefined;
}

function createVerifier(
  tem: VerifyContext,
  inputs: VerifyInputs,
  urls: readonly string[],
): RolloutVerifier {
  const { verifyStages } = inputs;
  const { clock, report, startProber, deadlineSignal } = tem.context;
  const criteria = toCriteria(inputs);
  const passed = new Set<Stage>();
  const finished: StageReport[] = [];
  let running: RunningStage | undefined;

  const start = async (stage: Stage, of: number): Promise<RunningStage> => {
    const name = formatStage(stage, of);
    const tally = createStageTally(stage, criteria, clock.now());
    const decided = new AbortController();
    const prober = await startProber({
      headers: inputs.verifyHeaders ?? [],
      interval: inputs.verifyInterval,
      timeout: inputs.verifyTimeout,
      text: inputs.verifyBody,
      signal: deadlineSignal,
      onSample: (id, sample) => {
        tally.add(id, sample);
        if (tally.verdict(clock.now()).kind !== 'pending') decided.abort();
      },
    });
    tem.progressLog.observeStage(describeState(stage, []), () => {
      tem.progressLog.log(
        name,
        message('verification.verifying'),
        describePlan(inputs, urls.length),
      );
    });
    return { stage, name, tally, prober, decided, probed: new Set() };
  };

  const end = async (
    { prober, tally }: RunningStage,
    verdict?: ProbeVerdict,
  ): Promise<StageReport> => {
    running = undefined;
    const reached = tally.report(clock.now(), true);
    const stage = verdict ? withVerdict(reached, verdict) : reached;
    finished.push(stage);
    report.verification = [...finished];
    await prober.stop();
    return stage;
  };

  const conclude = async (stage: RunningStage, verdict: ProbeVerdict): Promise<StageVerdict> => {
    const stageReport = await end(stage, verdict);
    const isPassed = verdict.kind === 'passed';
    const state = message(isPassed ? 'verification.verified' : 'verification.not-verified');
    tem.progressLog.log(stage.name, state, describeProgress(stageReport));
    if (!isPassed) return { kind: 'failed', report: stageReport };
    passed.add(stage.stage);
    return { kind: 'passed' };
  };

  return {
    covers: (stage) => verifyStages.includes(stage === 'final' ? 'final' : 'paused'),
    current: () => running?.stage,
    decided: () => running?.decided.signal,
    async check(stage, { snapshot, revisionId, of, isSettled }) {
      if (passed.has(stage)) return { kind: 'passed' };
      if (running && running.stage !== stage) await end(running);
      running ??= await start(stage, of);
      const now = clock.now();
      const targets = listProbeTargets(urls, snapshot, { ...running, revisionId });
      const probed = { ...running, revisionId, isSettled };
      const isUnaddressed = lacksAddress(urls, snapshot, probed);
      running.probed = new Set(targets.map(({ instance }) => instance));
      running.tally.setTargets(targets, now);
      running.prober.setTargets(
        targets.map(({ id, requestUrl }) => ({ id, url: requestUrl })),
        now,
      );
      running.unaddressed = updateCheck(running.unaddressed, isUnaddressed, now);
      const verdict = hasLasted(running.unaddressed, STALE_READ_MS, now)
        ? failWithoutAddress(urls)
        : running.tally.verdict(now);
      const mayPass = isSettled && !isUnaddressed;
      if (verdict.kind === 'failed' || (verdict.kind === 'passed' && mayPass)) {
        return conclude(running, verdict);
      }
      const { name, tally } = running;
      tem.progressLog.observeStage(describeState(stage, tally.counts()), () => {
        const verifying = message('verification.verifying');
        tem.progressLog.log(name, verifying, describeProgress(tally.report(now)));
      });
      return { kind: 'pending' };
    },
    async stop() {
      return running ? end(running) : undefined;
    },
  };
}

function toCriteria(inputs: VerifyInputs): Criteria {
  return {
    duration: inputs.verifyDuration,
    interval: inputs.verifyInterval,
    timeout: inputs.verifyTimeout,
    successRate: inputs.verifySuccessRate,
    statuses: inputs.verifyStatus,
    hasText: inputs.verifyBody !== undefined,
    latency: inputs.verifyLatency,
  };
}

/**
 * A rollout is verified once its instances are healthy, so TEM would report their IP addresses, and
 * one that is scaled to zero has none.
 */
function failWithoutAddress(urls: readonly string[]): ProbeVerdict {
  const url = labelUrls(urls).find((each) => each.includes(INSTANCE_IP)) ?? INSTANCE_IP;
  const failure = { cause: 'no-evidence', counted: 0, needed: MIN_COUNTED_ANSWERS } as const;
  return { kind: 'failed', url, failure };
}

function describePlan({ verifyDuration, verifyInterval }: VerifyInputs, count: number): Text {
  const times = { interval: formatLatency(verifyInterval), duration: durationText(verifyDuration) };
  return message('verification.plan', { count, ...times });
}

/** What counts as news about a stage: that new instances answer, and that requests fail. */
function describeState(stage: Stage, counts: readonly Counts[]): string {
  const targets = counts.map(({ counted, failures }) => [counted > 0, failures > 0]);
  const isSilent = counts.every(({ requests }) => requests === 0);
  return JSON.stringify([stage, isSilent ? [] : targets]);
}

/** "59/60 ok · p95 84 ms" */
export function describeProgress({ targets }: StageReport): Text {
  const counted = targets.reduce((sum, target) => sum + target.counted, 0);
  const failures = targets.reduce((sum, target) => sum + target.failures, 0);
  const slowest = Math.max(0, ...targets.map(({ latency }) => latency?.p95 ?? 0));
  const reason = targets.find(({ lastFailure }) => lastFailure !== '')?.lastFailure ?? '';
  return joinTexts(
    'dot',
    message('verification.progress', { good: counted - failures, counted }),
    slowest > 0 ? message('verification.p95', { latency: formatLatency(slowest) }) : '',
    reason === '' ? '' : message('verification.last-failure', { reason }),
  );
}

/** Formats milliseconds: durations of people begin at a second. */
export function formatLatency(ms: number): Text {
  if (ms >= 1000 && ms % 1000 === 0) return durationText(ms);
  return message('verification.milliseconds', { count: Math.round(ms) });
}

/** What ended the stage may be known from elsewhere, or be a moment older than the report. */
function withVerdict(report: StageReport, verdict: ProbeVerdict): StageReport {
  if (verdict.kind !== 'failed') return { ...report, verdict: verdict.kind };
  return { ...report, verdict: 'failed', failure: { ...verdict.failure, url: verdict.url } };
}
