/** When a fault strikes. */
export interface FaultTiming {
  /**
   * Which matching request since the injection is the first to be struck (1 = the first). 'last': the
   * first one after what it names has come to rest. Default 'first'; 'every' for clock-skew.
   */
  occurrence?: 'first' | 'second' | 'last' | 'every' | number;
  /** How many matching requests are struck from there on; default 1, with 'every' all of them. */
  times?: number;
}

/** A fault that a schedule holds. */
export interface ScheduledFault extends FaultTiming {
  kind: string;
}

export interface FaultRules<Fault, Target> {
  kinds: readonly string[];
  matches(fault: Fault, target: Target): boolean;
  hasSettled(target: Target): boolean;
}

export interface FaultSchedule<Fault, Target> {
  /** Throws where the kind is unknown. */
  inject(fault: Fault): void;
  /** Forgets all faults. */
  clear(): void;
  /** The fault that strikes this request: the one injected first where several do. */
  take(target: Target): Fault | null;
}

interface Entry<Fault> {
  fault: Fault;
  seen: number;
  struck: number;
}

export function faultSchedule<Fault extends ScheduledFault, Target>(
  rules: FaultRules<Fault, Target>,
): FaultSchedule<Fault, Target> {
  let entries: Entry<Fault>[] = [];
  return {
    inject: (fault) => {
      checkKind(fault.kind, rules.kinds);
      entries.push({ fault, seen: 0, struck: 0 });
    },
    clear: () => {
      entries = [];
    },
    take: (target) => takeFrom(entries, rules, target),
  };
}

function checkKind(kind: string, kinds: readonly string[]): void {
  if (kinds.includes(kind)) return;
  throw new Error(`Unknown fault kind "${kind}". Known: ${kinds.join(', ')}.`);
}

function takeFrom<Fault extends ScheduledFault, Target>(
  entries: Entry<Fault>[],
  rules: FaultRules<Fault, Target>,
  target: Target,
): Fault | null {
  const matching = entries.filter(({ fault }) => rules.matches(fault, target));
  for (const entry of matching) entry.seen += 1;
  const striking = matching.find((entry) => isDue(entry, () => rules.hasSettled(target)));
  if (striking === undefined) return null;
  striking.struck += 1;
  return striking.fault;
}

function isDue({ fault, seen, struck }: Entry<ScheduledFault>, hasSettled: () => boolean): boolean {
  const occurrence = fault.occurrence ?? defaultOccurrence(fault.kind);
  const times = fault.times ?? (occurrence === 'every' ? Infinity : 1);
  if (struck >= times) return false;
  return occurrence === 'last' ? hasSettled() : seen >= ordinal(occurrence);
}

// A skewed clock stays skewed: a client that corrects its own must get through.
function defaultOccurrence(kind: string): 'first' | 'every' {
  return kind === 'clock-skew' ? 'every' : 'first';
}

function ordinal(occurrence: 'first' | 'second' | 'every' | number): number {
  if (typeof occurrence === 'number') return occurrence;
  return occurrence === 'second' ? 2 : 1;
}
