import { virtualClock } from '../support/virtual-clock.ts';
import { sharedTime, START } from '../scenarios/shared-time.ts';
import { runBuilt } from './built.ts';
import { EVERY_CALL, inject } from './fault-case.ts';
import type { FaultCase } from './fault-case.ts';
import { runInProcess } from './in-process.ts';
import { before, judge } from './oracle.ts';
import type { Judgement } from './oracle.ts';
import { openPlace } from './place.ts';
import type { Place } from './place.ts';
import type { Ran, Scenario } from './scenario.ts';
import { mustBeSurvived } from './survival.ts';

/** How a case ended; `undefined` where its fault never came. */
export type RunCase = (fault: FaultCase) => Promise<Judgement | undefined>;

interface Opened {
  readonly place: Place;
  readonly run: () => Promise<Ran>;
}

/** In this process, on a virtual clock. */
export const runCaseInProcess: RunCase = (fault) => runCase(fault, openInProcess);

/** Through dist/index.js, in a process of its own. */
export const runCaseBuilt: RunCase = (fault) => runCase(fault, openBuilt);

/** Runs a scenario without a fault in this process. */
export async function rehearse(
  scenario: Scenario,
  prepare: (place: Place) => void,
): Promise<Pick<Place, 'simulator'>> {
  const { place, run } = await openInProcess(scenario);
  prepare(place);
  const ran = await run();
  const isDone = ran.outputs.status === scenario.endsAs && scenario.isDone(place);
  await place.close();
  if (!isDone) throw new Error(`${scenario.operation}, ${scenario.name}:\n${ran.text}`);
  return place;
}

async function runCase(
  fault: FaultCase,
  open: (scenario: Scenario) => Promise<Opened>,
): Promise<Judgement | undefined> {
  const { scenario } = fault;
  const { place, run } = await open(scenario);
  try {
    const was = before(place);
    inject(place, fault);
    const ran = await attempt(run);
    if (!isStruck(place, fault)) return undefined;
    return typeof ran === 'string'
      ? { end: 'violated', violations: [ran] }
      : judge(scenario, place, was, ran, mustBeSurvived(fault));
  } finally {
    await place.close();
  }
}

async function attempt(run: () => Promise<Ran>): Promise<Ran | string> {
  try {
    return await run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A skewed clock leaves the outcome to the call: it has struck where there was one. */
function isStruck({ simulator }: Place, { call, isCos, kind, occurrence }: FaultCase): boolean {
  if (call === EVERY_CALL) return true;
  const outcomes = isCos
    ? simulator.cos.requests.filter(({ operation }) => operation === call)
    : simulator.calls.filter(({ action }) => action === call);
  if (kind === 'clock-skew') return typeof occurrence !== 'number' || outcomes.length >= occurrence;
  return outcomes.some(({ outcome }) => outcome === kind);
}

async function openInProcess(scenario: Scenario): Promise<Opened> {
  const clock = virtualClock();
  const place = await openPlace(scenario, clock.manual, (seconds) => {
    clock.manual.advance(seconds);
  });
  return { place, run: () => runInProcess(place, clock) };
}

async function openBuilt(scenario: Scenario): Promise<Opened> {
  const time = sharedTime({ startsAt: START });
  const place = await openPlace(scenario, time, (seconds) => {
    time.pass(seconds);
  });
  return { place, run: () => runBuilt(place, time) };
}
