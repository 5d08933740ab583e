/** When a fault hits. */
export interface FaultTiming {
  /**
   * The first matching request to hit, counted since the injection (1 = the first). 'last' is the
   * first one after the end of the rollout, version or download in the request. Default 'first',
   * and 'every' for clock-skew.
   */
  occurrence?: 'first' | 'second' | 'last' | 'every' | number;
  /** How many matching requests to hit from there on; default 1, with 'every' all of them. */
  times?: number;
}

interface ScheduledFault extends FaultTiming {
  kind: string;
}

/** A request that may be hit by a fault. */
export interface FaultTarget {
  /** Whether the rollout, version or download in the request has ended. */
  hasSettled(): boolean;
}

interface Entry<Fault> {
  fault: Fault;
  seen: number;
  hits: number;
}

/** Faults to come. */
export function faultSchedule<Fault extends ScheduledFault, Target extends FaultTarget>(
  kinds: readonly string[],
  matches: (fault: Fault, target: Target) => boolean,
) {
  let entries: Entry<Fault>[] = [];
  return {
    /** Throws if the kind is unknown. */
    inject: (fault: Fault): void => {
      if (!kinds.includes(fault.kind)) {
        throw new Error(`Unknown fault kind "${fault.kind}". Known: ${kinds.join(', ')}.`);
      }
      entries.push({ fault, seen: 0, hits: 0 });
    },
    /** Removes all faults. */
    clear: (): void => {
      entries = [];
    },
    /** Returns the fault for this request, or null. If several match, the first one injected wins. */
    take: (target: Target): Fault | null => {
      const matching = entries.filter(({ fault }) => matches(fault, target));
      for (const entry of matching) entry.seen += 1;
      const due = matching.find((entry) => isDue(entry, target));
      if (due === undefined) return null;
      due.hits += 1;
      return due.fault;
    },
  };
}

function isDue({ fault, seen, hits }: Entry<ScheduledFault>, target: FaultTarget): boolean {
  // A wrong clock stays wrong, so that a client that corrects its own clock gets through.
  const { occurrence = fault.kind === 'clock-skew' ? 'every' : 'first' } = fault;
  const { times = occurrence === 'every' ? Infinity : 1 } = fault;
  if (hits >= times) return false;
  if (occurrence === 'last') return target.hasSettled();
  if (typeof occurrence === 'number') return seen >= occurrence;
  return occurrence !== 'second' || seen >= 2;
}
