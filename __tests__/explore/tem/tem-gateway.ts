import type { HttpResponse, Post } from '../../../src/tencent/http.ts';
import type { EventClock } from '../event-clock.ts';
import type { Random } from '../random.ts';
import { answerWith, EXECUTES, loseAnswer } from './call-faults.ts';
import { describeDetail, describeInfo, describePods } from './tem-answers.ts';
import type { Answer } from './cloud-types.ts';
import type { TemCloud } from './tem-cloud.ts';
import type { CallKind, FaultKind, TemScenario } from './tem-scenario.ts';
import type { Strategy } from './tem-state.ts';

/** A call that a job made. Times are in ms. */
export interface CallRecord {
  readonly by: string;
  readonly phase: 'main' | 'post';
  readonly kind: CallKind;
  readonly sentAt: number;
  /** What went wrong with it on purpose. */
  readonly fault: FaultKind | undefined;
  /** When the cloud did it; undefined where it never came to that. */
  executedAt: number | undefined;
  /** The time that the answer of a read speaks of. */
  viewTime: number | undefined;
  /** When the answer was there; undefined where none was. */
  answeredAt: number | undefined;
  /** The error code of the answer, or its Result where that is no object. */
  result: string;
}

const KINDS = new Map<string, CallKind>([
  ['DescribeApplicationInfo', 'info'],
  ['DescribeDeployApplicationDetail', 'detail'],
  ['DescribeApplicationPods', 'pods'],
  ['RollingUpdateApplicationByVersion', 'trigger'],
  ['ResumeDeployApplication', 'resume'],
  ['RevertDeployApplication', 'revert'],
]);

/** Where the one application of this cloud is. */
export const REGION = 'ap-guangzhou';
export const APPLICATION = 'app-explore';

const NOT_FOUND: Answer = {
  code: 'ResourceNotFound.ServiceNotFound',
  message: 'The application is not found.',
};

/** What calls bring along, as far as it matters here. */
interface Parameters {
  readonly ApplicationId?: string;
  readonly Limit?: number;
  readonly Offset?: number;
  readonly DeployVersion?: string;
  readonly DeployStrategyType?: string;
  readonly TotalBatchCount?: number;
  readonly BatchInterval?: number;
  readonly BetaBatchNum?: number;
  readonly Force?: boolean;
}

/** What connects the jobs of a scenario with the cloud: slow, forgetful and lossy as it says. */
export class TemGateway {
  readonly calls: CallRecord[] = [];
  readonly #clock: EventClock;
  readonly #cloud: TemCloud;
  readonly #scenario: TemScenario;
  readonly #random: Random;
  readonly #startedAt: number;
  readonly #used = new Map<object, number>();

  /** `startedAt` is the time (ms) that the scenario counts from. */
  constructor(
    clock: EventClock,
    cloud: TemCloud,
    scenario: TemScenario,
    random: Random,
    startedAt: number,
  ) {
    this.#clock = clock;
    this.#cloud = cloud;
    this.#scenario = scenario;
    this.#random = random;
    this.#startedAt = startedAt;
  }

  /** The way of one job to the cloud; the faults of the scenario hit only those that are `isLossy`. */
  connect(by: string, phase: CallRecord['phase'], isLossy: boolean): Post {
    return ({ headers, body }, signal) => {
      const kind = KINDS.get(headers['x-tc-action'] ?? '');
      if (!kind) return Promise.resolve(answerWith({ code: 'InvalidAction', message: 'none' }));
      const call: CallRecord = {
        ...{ by, phase, kind, sentAt: this.#clock.now() },
        fault: this.#findFault(kind, isLossy),
        ...{ executedAt: undefined, viewTime: undefined, answeredAt: undefined, result: '' },
      };
      this.calls.push(call);
      const parameters = JSON.parse(body) as Parameters;
      const isHere = parameters.ApplicationId === APPLICATION && headers['x-tc-region'] === REGION;
      if (!isHere) return Promise.resolve(answerWith(NOT_FOUND));
      return this.#send(call, parameters, signal);
    };
  }

  #findFault(kind: CallKind, isLossy: boolean): FaultKind | undefined {
    const { faults, outages } = this.#scenario;
    const second = (this.#clock.now() - this.#startedAt) / 1000;
    const outage = outages.find(({ after, from, seconds }) => {
      const since = after === undefined ? 0 : this.#findFirst(after, kind, second);
      return second >= since + from && second < since + from + seconds;
    });
    if (outage) return outage.kind;
    if (!isLossy) return undefined;
    const fault = faults.find((one) => {
      const used = this.#used.get(one) ?? 0;
      return one.call === kind && second >= one.from && used < one.count;
    });
    if (fault) this.#used.set(fault, (this.#used.get(fault) ?? 0) + 1);
    return fault?.kind;
  }

  /** The second of the first call of a kind, which may be the one that is sent now. */
  #findFirst(wanted: CallKind, kind: CallKind, second: number): number {
    const first = this.calls.find((call) => call.kind === wanted);
    if (first) return (first.sentAt - this.#startedAt) / 1000;
    return kind === wanted ? second : Infinity;
  }

  #send(
    call: CallRecord,
    parameters: Parameters,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const { lateSeconds, minLatency, maxLatency } = this.#scenario;
    const latency = minLatency + this.#random.next() * Math.max(0, maxLatency - minLatency);
    const { fault } = call;
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        reject(signal?.reason as Error);
      };
      if (signal?.aborted) {
        giveUp();
        return;
      }
      signal?.addEventListener('abort', giveUp, { once: true });
      const settle = (act: () => void) => {
        this.#clock.after(latency / 2, () => {
          signal?.removeEventListener('abort', giveUp);
          if (!signal?.aborted) act();
        });
      };
      if (fault === 'reset-late') {
        this.#clock.after(lateSeconds * 1000, () => this.#execute(call, parameters));
      }
      this.#clock.after(fault === 'hang-late' ? lateSeconds * 1000 : latency / 2, () => {
        const isExecuted = fault === undefined || EXECUTES.has(fault);
        const response = isExecuted ? this.#execute(call, parameters) : undefined;
        if (fault !== undefined) {
          loseAnswer(fault, { resolve, reject, settle, call });
        } else if (response) {
          settle(() => {
            call.answeredAt = this.#clock.now();
            resolve(response);
          });
        }
      });
    });
  }

  #execute(call: CallRecord, parameters: Parameters): HttpResponse {
    call.executedAt = this.#clock.now();
    const result = this.#perform(call, parameters);
    if ('code' in result) call.result = result.code;
    else if (typeof result.result !== 'object') call.result = String(result.result);
    return answerWith(result);
  }

  #perform(call: CallRecord, parameters: Parameters): Answer | { readonly result: object } {
    switch (call.kind) {
      case 'trigger':
        return this.#trigger(call.by, parameters);
      case 'resume':
        return this.#cloud.resume(call.by);
      case 'revert':
        return this.#cloud.revert(call.by);
      case 'info':
        return { result: describeInfo(this.#view(call, this.#scenario.lagInfo)) };
      case 'detail':
        return { result: describeDetail(this.#view(call, this.#scenario.lagDetail)) };
      case 'pods': {
        const view = this.#view(call, this.#scenario.lagPods);
        const { Limit, Offset } = parameters;
        return { result: describePods(view, Limit ?? 20, Offset ?? 0) };
      }
    }
  }

  #trigger(by: string, parameters: Parameters): Answer {
    const strategy = parameters.DeployStrategyType ?? 'AUTO';
    const answer = this.#cloud.trigger(by, {
      version: parameters.DeployVersion ?? '',
      strategy: isStrategy(strategy) ? strategy : 'AUTO',
      batches: parameters.TotalBatchCount ?? 1,
      betaPods: parameters.BetaBatchNum ?? 1,
      intervalSeconds: parameters.BatchInterval ?? 0,
      isForced: parameters.Force === true,
      fate: this.#scenario.fate,
    });
    return 'result' in answer && this.#scenario.hidesRevisionId ? { result: '' } : answer;
  }

  #view(call: CallRecord, lag: number) {
    const seconds = this.#scenario.flaps ? lag * this.#random.next() : lag;
    const time = this.#clock.now() - seconds * 1000;
    call.viewTime = time;
    return { state: this.#cloud.stateAt(time), time, traits: this.#scenario };
  }
}

function isStrategy(text: string): text is Strategy {
  return text === 'AUTO' || text === 'BETA' || text === 'MANUAL';
}
