import type { HttpResponse, Post } from '../../../src/tencent/http.ts';
import { answerWith } from '../car/car-answers.ts';
import { EXECUTES, loseAnswer } from '../car/car-faults.ts';
import type { EventClock } from '../event-clock.ts';
import { START } from '../event-clock.ts';
import type { Random } from '../random.ts';
import type { CallFault, OneCallScenario } from './one-call-scenario.ts';

/** A download of a result; the one that a step attaches to is there from the beginning. */
export interface Download {
  readonly id: string;
  readonly startedAt: number;
}

export const ATTACHED = 'download-0';

/** DLC with one task, and SCF with one function. */
export class OneCallCloud {
  readonly downloads: Download[] = [];
  readonly actions: string[] = [];
  readonly #clock: EventClock;
  readonly #scenario: OneCallScenario;
  readonly #random: Random;
  readonly #used = new Map<object, number>();

  constructor(clock: EventClock, scenario: OneCallScenario, random: Random) {
    this.#clock = clock;
    this.#scenario = scenario;
    this.#random = random;
    if (scenario.attaches) this.downloads.push({ id: ATTACHED, startedAt: clock.now() });
  }

  connect(): Post {
    return async ({ headers, body }, signal) => {
      const action = headers['x-tc-action'] ?? '';
      this.actions.push(action);
      const fault = this.#findFault(action);
      const half = (50 + this.#random.next() * this.#scenario.maxLatency) / 2;
      let response: HttpResponse | undefined;
      this.#clock.after(half, () => {
        const isExecuted = fault === undefined || EXECUTES.has(fault);
        if (isExecuted) response = answerWith(this.#perform(action, body));
      });
      await this.#clock.sleep(half, signal);
      if (fault !== undefined) response = await loseAnswer(fault, this.#clock, signal);
      await this.#clock.sleep(half, signal);
      return response ?? answerWith({ code: 'InternalError' });
    };
  }

  /** The path that a download has in truth, at this time (ms). */
  pathAt({ id, startedAt }: Download, time: number): string {
    const { busySeconds, outcome, pathLate } = this.#scenario;
    const since = startedAt + (busySeconds + pathLate) * 1000;
    return outcome === 'success' && time >= since ? `cosn://bucket/${id}.csv` : '';
  }

  #findFault(action: string): CallFault['kind'] | undefined {
    if (action === 'GetCallerIdentity') return undefined;
    const call = action === 'CreateResultDownload' ? 'start' : 'look';
    const second = (this.#clock.now() - START) / 1000;
    const fault = this.#scenario.faults.find(
      (one) =>
        one.call === call &&
        (call === 'start' || second >= one.from) &&
        (this.#used.get(one) ?? 0) < one.count,
    );
    if (fault) this.#used.set(fault, (this.#used.get(fault) ?? 0) + 1);
    return fault?.kind;
  }

  #perform(action: string, body: string): object {
    if (action === 'GetCallerIdentity') return { Arn: 'qcs::cam::uin/1:uin/1' };
    if (action === 'GetFunctionAddress') return this.#giveAddress();
    if (action === 'CreateResultDownload') {
      const download = {
        id: `download-${this.downloads.length + 1}`,
        startedAt: this.#clock.now(),
      };
      this.downloads.push(download);
      return { DownloadId: download.id };
    }
    const { DownloadId } = JSON.parse(body) as { readonly DownloadId?: string };
    const download = this.downloads.find(({ id }) => id === DownloadId);
    return download ? this.#describe(download) : { code: 'InvalidParameter.TaskNotFound' };
  }

  #describe(download: Download): object {
    const now = this.#clock.now();
    const { busySeconds, outcome } = this.#scenario;
    const isBusy = now < download.startedAt + busySeconds * 1000;
    return {
      Status: isBusy ? 'format' : outcome,
      Reason: null,
      Path: this.pathAt(download, now) || null,
    };
  }

  #giveAddress(): object {
    const second = (this.#clock.now() - START) / 1000;
    if (second < this.#scenario.busySeconds) return { code: 'FailedOperation.FunctionStatusError' };
    return { Url: 'https://code.example/function.zip?sign=1', CodeSha256: 'ab'.repeat(32) };
  }
}
