import type { CosOperation, Simulator } from '../../simulator/index.ts';
import { EVERY_CALL, FAULT_KINDS } from './fault-case.ts';
import type { FaultCase, Position } from './fault-case.ts';
import type { FaultWorld } from './fault-world.ts';
import type { Scenario } from './scenario.ts';

/** A call that a scenario makes, and what is known of its occurrences. */
interface Occurrences {
  readonly call: string;
  readonly isCos: boolean;
  readonly count: number;
  /** Whether the simulator's own 'last' comes. */
  readonly hasLast: boolean;
}

/** Runs a scenario in a new world, which `prepare` gets before the step begins. */
export type Rehearse = (
  scenario: Scenario,
  prepare: (world: FaultWorld) => void,
) => Promise<Pick<FaultWorld, 'simulator'>>;

/**
 * Every call that the scenario makes without faults, each with every fault that the simulator has,
 * where it comes first, second, last, and every time.
 */
export async function makeCases(scenario: Scenario, rehearse: Rehearse): Promise<FaultCase[]> {
  const calls = await occurrencesOf(scenario, rehearse);
  const clockIsWrong: FaultCase = {
    scenario,
    call: EVERY_CALL,
    isCos: false,
    kind: 'clock-skew',
    position: 'every',
    occurrence: 'every',
  };
  const cases = calls
    .filter(({ call }) => scenario.only?.includes(call) ?? true)
    .flatMap(({ call, isCos, count, hasLast }) => {
      const last: FaultCase['occurrence'] | undefined = hasLast
        ? 'last'
        : count > 2
          ? count
          : undefined;
      const positions: readonly (readonly [Position, FaultCase['occurrence'] | undefined])[] = [
        ['first', 'first'],
        ['second', count > 1 ? 'second' : undefined],
        ['last', last],
        ['every', 'every'],
      ];
      const kinds = isCos ? FAULT_KINDS.cos : FAULT_KINDS.api;
      return kinds.flatMap((kind) =>
        positions.flatMap(([position, occurrence]) =>
          occurrence === undefined ? [] : [{ scenario, call, isCos, kind, position, occurrence }],
        ),
      );
    });
  return [clockIsWrong, ...cases];
}

async function occurrencesOf(scenario: Scenario, rehearse: Rehearse): Promise<Occurrences[]> {
  const { simulator } = await rehearse(scenario, () => undefined);
  const calls = callsIn(simulator);
  const names = [...new Set(calls.map(({ call }) => call))];
  // An answer that is late by nothing: it changes nothing, and shows whether the last call comes.
  const probe = { kind: 'slow', seconds: 0, occurrence: 'last' } as const;
  const probed = await rehearse(scenario, (world) => {
    for (const call of names) {
      world.simulator.faults.inject({ ...probe, action: call });
      world.simulator.cos.faults.inject({ ...probe, operation: call as CosOperation });
    }
  });
  const struck = callsIn(probed.simulator).filter(({ outcome }) => outcome === probe.kind);
  return names.map((name) => {
    const same = calls.filter(({ call }) => call === name);
    const isCos = same[0]?.isCos === true;
    const hasLast = struck.some(({ call }) => call === name);
    return { call: name, isCos, count: same.length, hasLast };
  });
}

function callsIn({ calls, cos }: Simulator) {
  return [
    ...calls.map(({ action, outcome }) => ({ call: action, outcome, isCos: false })),
    ...cos.requests.map(({ operation, outcome }) => ({
      ...{ call: operation ?? '', outcome },
      isCos: true,
    })),
  ];
}
