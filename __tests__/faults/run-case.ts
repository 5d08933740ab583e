import { virtualClock } from '../support/virtual-clock.ts';
import { sharedTime, START } from '../support/process/shared-time.ts';
import { runBundle } from './run-bundle.ts';
import { EVERY_CALL, inject, needsConnections } from './fault-case.ts';
import type { FaultCase } from './fault-case.ts';
import { runInProcess } from './run-in-process.ts';
import { before, judge } from './judge-run.ts';
import type { Judgement } from './judge-run.ts';
import { openFaultWorld } from './fault-world.ts';
import type { FaultWorld } from './fault-world.ts';
import type { Ran, Scenario } from './scenario.ts';
import { mustSurvive } from './must-survive.ts';

/** How a case ended; `undefined` where its fault never came. */
export type RunCase = (fault: FaultCase) => Promise<Judgement | undefined>;

interface Opened {
  readonly world: FaultWorld;
  readonly run: () => Promise<Ran>;
}

/** In this process, on a virtual clock. */
export const runCaseInProcess: RunCase = (fault) =>
  runCase(fault, (scenario) => openInProcess(scenario, needsConnections(fault)));

/** Through dist/index.js, in a process of its own. */
export const runCaseBundled: RunCase = (fault) => runCase(fault, openBundled);

/** Runs a scenario without a fault in this process. */
export async function rehearse(
  scenario: Scenario,
  prepare: (world: FaultWorld) => void,
): Promise<Pick<FaultWorld, 'simulator'>> {
  const { world, run } = await openInProcess(scenario, false);
  prepare(world);
  const ran = await run();
  const isDone = ran.outputs.status === scenario.endsAs && scenario.isDone(world);
  await world.close();
  if (!isDone) throw new Error(`${scenario.operation}, ${scenario.name}:\n${ran.text}`);
  return world;
}

async function runCase(
  fault: FaultCase,
  open: (scenario: Scenario) => Promise<Opened>,
): Promise<Judgement | undefined> {
  const { scenario } = fault;
  const { world, run } = await open(scenario);
  try {
    const was = before(world);
    inject(world, fault);
    const ran = await attempt(run);
    if (!isStruck(world, fault)) return undefined;
    return typeof ran === 'string'
      ? { end: 'violated', violations: [ran] }
      : judge(scenario, world, was, ran, mustSurvive(fault));
  } finally {
    await world.close();
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
function isStruck(
  { simulator }: FaultWorld,
  { call, isCos, kind, occurrence }: FaultCase,
): boolean {
  if (call === EVERY_CALL) return true;
  const outcomes = isCos
    ? simulator.cos.requests.filter(({ operation }) => operation === call)
    : simulator.calls.filter(({ action }) => action === call);
  if (kind === 'clock-skew') return typeof occurrence !== 'number' || outcomes.length >= occurrence;
  return outcomes.some(({ outcome }) => outcome === kind);
}

async function openInProcess(scenario: Scenario, isConnected: boolean): Promise<Opened> {
  const clock = virtualClock();
  const world = await openFaultWorld(scenario, clock.manual, (seconds) => {
    clock.manual.advance(seconds);
  });
  return { world, run: () => runInProcess(world, clock, isConnected) };
}

async function openBundled(scenario: Scenario): Promise<Opened> {
  const time = sharedTime({ startsAt: START });
  const world = await openFaultWorld(scenario, time, (seconds) => {
    time.pass(seconds);
  });
  return { world, run: () => runBundle(world, time) };
}
