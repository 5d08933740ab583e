import type { Runtime } from '../../src/run/runtime.ts';

type Core = Runtime['core'];

export interface Annotation {
  readonly kind: 'notice' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
}

/** What the runner is told by one process. */
export interface Recorded {
  readonly lines: string[];
  readonly annotations: Annotation[];
  readonly debug: string[];
  readonly outputs: Record<string, string>;
  readonly state: Record<string, string>;
  readonly masks: string[];
  readonly summaries: string[];
}

/** The part of @actions/core that is used, which writes down what it is told. */
export function recordingCore(savedState: Readonly<Record<string, string>> = {}): {
  readonly core: Core;
  readonly recorded: Recorded;
} {
  const recorded: Recorded = {
    lines: [],
    annotations: [],
    debug: [],
    outputs: {},
    state: { ...savedState },
    masks: [],
    summaries: [],
  };
  const annotate =
    (kind: Annotation['kind']) =>
    (message: string, { title }: { title: string }) => {
      recorded.annotations.push({ kind, title, message });
    };
  const summary = {
    addRaw: (text: string) => {
      recorded.summaries.push(text);
      return summary;
    },
    write: () => Promise.resolve(summary),
  };
  const core = {
    info: (line: string) => recorded.lines.push(line),
    startGroup: (title: string) => recorded.lines.push(title),
    endGroup: () => undefined,
    debug: (line: string) => recorded.debug.push(line),
    notice: annotate('notice'),
    warning: annotate('warning'),
    error: annotate('error'),
    setOutput: (name: string, value: string) => {
      recorded.outputs[name] = value;
    },
    setSecret: (secret: string) => recorded.masks.push(secret),
    getState: (name: string) => recorded.state[name] ?? '',
    saveState: (name: string, value: string) => {
      recorded.state[name] = value;
    },
    summary,
  };
  return { core: core as unknown as Core, recorded };
}
