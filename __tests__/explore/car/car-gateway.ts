import type { HttpResponse, Post } from '../../../src/tencent/http.ts';
import type { EventClock } from '../event-clock.ts';
import { START } from '../event-clock.ts';
import type { Random } from '../random.ts';
import { answerWith, describeCredential, describeVersion } from './car-answers.ts';
import type { Listed } from './car-answers.ts';
import type { CarCloud, Version } from './car-cloud.ts';
import { EXECUTES, loseAnswer } from './car-faults.ts';
import type { CallKind, CarScenario, FaultKind } from './car-scenario.ts';

export const APPLICATION = 'app-explore';

/** A call that a job made. Times are in ms. */
export interface CallRecord {
  readonly by: string;
  readonly kind: CallKind;
  readonly sentAt: number;
  readonly fault: FaultKind | undefined;
  /** The version that it names. */
  readonly id: string;
  /** When the cloud took it up; undefined where it never came to that. */
  executedAt: number | undefined;
  /** The error code; '' for a success, undefined before there was an answer. */
  code: string | undefined;
  /** What a list showed: the statuses by ID. */
  shown: Readonly<Record<string, string>>;
}

const KINDS = new Map<string, CallKind>([
  ['DescribeApplicationVersion', 'list'],
  ['CreateApplicationVersion', 'create'],
  ['DescribeCosCredential', 'credential'],
  ['SetApplicationVersionOnline', 'publish'],
  ['DeleteApplicationVersion', 'delete'],
]);

interface Parameters {
  readonly ApplicationVersionId?: string;
  readonly ApplicationFileName?: string;
}

/** What connects the jobs with the cloud: slow, forgetful and lossy as the scenario says. */
export class CarGateway {
  readonly calls: CallRecord[] = [];
  readonly #clock: EventClock;
  readonly #cloud: CarCloud;
  readonly #scenario: CarScenario;
  readonly #random: Random;
  readonly #used = new Map<object, number>();

  constructor(clock: EventClock, cloud: CarCloud, scenario: CarScenario, random: Random) {
    this.#clock = clock;
    this.#cloud = cloud;
    this.#scenario = scenario;
    this.#random = random;
  }

  /** The way of one job to the cloud; the faults hit the first job alone. */
  connect(by: string): Post {
    return ({ headers, body }, signal) => {
      const kind = KINDS.get(headers['x-tc-action'] ?? '');
      if (!kind) return Promise.resolve(answerWith({ code: 'InvalidAction' }));
      const parameters = JSON.parse(body) as Parameters;
      const call: CallRecord = {
        ...{ by, kind, sentAt: this.#clock.now(), fault: this.#findFault(kind, by) },
        id: parameters.ApplicationVersionId ?? '',
        ...{ executedAt: undefined, code: undefined, shown: {} },
      };
      this.calls.push(call);
      return this.#send(call, parameters, signal);
    };
  }

  #findFault(kind: CallKind, by: string): FaultKind | undefined {
    if (by !== 'job1') return undefined;
    const second = (this.#clock.now() - START) / 1000;
    const fault = this.#scenario.faults.find(
      (one) => one.call === kind && second >= one.from && this.#countOf(one) < one.count,
    );
    if (fault) this.#used.set(fault, this.#countOf(fault) + 1);
    return fault?.kind;
  }

  #countOf(fault: object): number {
    return this.#used.get(fault) ?? 0;
  }

  async #send(
    call: CallRecord,
    parameters: Parameters,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const { minLatency, maxLatency } = this.#scenario;
    const half = (minLatency + this.#random.next() * Math.max(0, maxLatency - minLatency)) / 2;
    const { fault } = call;
    let response: HttpResponse | undefined;
    // What has left arrives, even if nobody waits for it any more.
    this.#clock.after(half, () => {
      if (fault === undefined || EXECUTES.has(fault)) response = this.#execute(call, parameters);
    });
    await this.#clock.sleep(half, signal);
    if (fault !== undefined) response = await loseAnswer(fault, this.#clock, signal);
    await this.#clock.sleep(half, signal);
    return response ?? answerWith({ code: 'InternalError' });
  }

  #execute(call: CallRecord, parameters: Parameters): HttpResponse {
    call.executedAt = this.#clock.now();
    const answer = this.#perform(call, parameters);
    call.code = 'code' in answer ? String(answer.code) : '';
    return answerWith(answer);
  }

  #perform(call: CallRecord, { ApplicationFileName = '' }: Parameters): object {
    const { by, id, kind } = call;
    const now = this.#clock.now();
    switch (kind) {
      case 'list': {
        const list = this.#list();
        call.shown = Object.fromEntries(list.map(({ version, status }) => [version.id, status]));
        return { Versions: this.#describe(list) };
      }
      case 'create': {
        const made = this.#cloud.create(by, ApplicationFileName);
        if ('code' in made) return made;
        const [Version] = this.#describe([{ version: made, status: 'Uploading' }]);
        return { Version };
      }
      case 'credential': {
        const version = this.#findAwaiting(by, now);
        return version
          ? describeCredential(version, ApplicationFileName, now, this.#scenario)
          : { code: 'FailedOperation.PathNotFound' };
      }
      case 'publish':
        return (
          this.#cloud.publish(by, id) ??
          (this.#scenario.answersVersions
            ? { Versions: this.#describe(this.#cloud.listAt(now)) }
            : {})
        );
      case 'delete':
        return this.#cloud.delete(by, id) ?? {};
    }
  }

  /** The version whose path is given: for a while after a creation that of another one. */
  #findAwaiting(by: string, now: number): Version | undefined {
    const created = this.#cloud.acts.findLast((act) => act.kind === 'create' && act.by === by);
    const isWrong = now < (created?.at ?? 0) + this.#scenario.wrongPathSeconds * 1000;
    const other = this.#cloud.versions.findLast(({ by: creator }) => creator !== by);
    return isWrong && other ? other : this.#cloud.awaiting(now);
  }

  /** The versions as a list shows them: those of a while ago, and not all of them. */
  #list(): Listed[] {
    const { flaps, gaps, lag } = this.#scenario;
    const now = this.#clock.now();
    const second = (now - START) / 1000;
    const list = this.#cloud.listAt(now - lag * 1000 * (flaps ? this.#random.next() : 1));
    const hidden = gaps
      .filter(({ from, seconds }) => second >= from && second < from + seconds)
      .map(({ pick }) => this.#cloud.versions[pick]?.id);
    return list.filter(({ version }) => !hidden.includes(version.id)).reverse();
  }

  #describe(list: readonly Listed[]): object[] {
    const { doubles } = this.#scenario;
    const described = list.map((listed) => describeVersion(listed, this.#scenario));
    return doubles ? [...described, ...described] : described;
  }
}
