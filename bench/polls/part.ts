import type { Part, Plot, Size } from '../part.ts';
import { chart } from '../plot.ts';
import { rounded, table, verdict } from '../table.ts';
import { corpus, ROLLOUTS, SEED } from './corpus.ts';
import { fixed, ours, POLICIES } from './policies.ts';
import type { Score } from './score.ts';
import { score } from './score.ts';

/** Fixed intervals in seconds, to compare with the best of them. */
const SWEEP = [8, 10, 12, 20, 30];

/** Measures how late changes are noticed, and how many calls that costs. */
export const polls: Part = {
  name: 'polls',
  run: async (size: Size) => {
    const plans = corpus(size === 'quick' ? 20 : ROLLOUTS);
    const scores: Score[] = [];
    for (const policy of POLICIES) scores.push(await score(policy, plans));
    const sweep: Score[] = [];
    for (const seconds of SWEEP) sweep.push(await score(fixed(seconds), plans));
    return {
      title: 'Polls: how late is a change seen, and how many calls does it cost?',
      text: [
        `${plans.length} rollouts (seed ${SEED}: AUTO, BETA and MANUAL, 1 to 10 batches of 20 to 180 s, intervals, stragglers, crashes that pass and that do not), followed by the action’s own loop on a clock of its own. A call is an HTTP request: a look at everything is three, and the second look that a verdict needs counts for all. Lateness is in seconds: mean, 95 % and most.`,
        scoreTable([...scores, ...sweep]),
        verdicts([...scores, ...sweep]),
        'With `in parts` a fixed interval reads what has to change first and the rest only when it has, as `auto` does: that saves calls, the pace saves time.',
      ],
      plots: [plotOf([...scores, ...sweep])],
      data: { seed: SEED, rollouts: plans.length, scores: [...scores, ...sweep] },
    };
  },
};

function scoreTable(scores: readonly Score[]): string {
  return table(
    [
      'pace',
      'calls a rollout',
      'the end is seen late by',
      '95 %',
      'most',
      'changes on the way',
      '95 %',
      'most',
    ],
    scores.map(({ policy, callsEach, end, changes }) => [
      ...[policy, callsEach, end.mean, end.p95, end.most],
      ...[changes.mean, changes.p95, changes.most],
    ]),
  );
}

function verdicts(scores: readonly Score[]): string {
  const find = (name: string) => scores.find(({ policy }) => policy === name);
  const [auto, poll] = [find(ours.name), find(fixed(15).name)];
  if (!auto || !poll) return '';
  const better = scores.filter(
    ({ policy, calls, end }) =>
      policy.startsWith('fixed') && calls <= auto.calls && end.mean <= auto.end.mean,
  );
  const isNoLater = auto.changes.mean <= poll.changes.mean && auto.changes.p95 <= poll.changes.p95;
  return table(
    ['against a fixed 15 s poll', 'target', 'measured', ''],
    [
      ['calls', '≤ 1', rounded(auto.calls / poll.calls), verdict(auto.calls <= poll.calls)],
      ['the end, mean', '≤ 5 s', `${rounded(auto.end.mean)} s`, verdict(auto.end.mean <= 5)],
      ['the end, 95 %', '≤ 10 s', `${rounded(auto.end.p95)} s`, verdict(auto.end.p95 <= 10)],
      [
        'changes on the way',
        'no later',
        `${rounded(auto.changes.mean)} s, not ${rounded(poll.changes.mean)} s`,
        verdict(isNoLater),
      ],
      ['fixed intervals better in both', 'none', better.length, verdict(better.length === 0)],
    ],
  );
}

function plotOf(scores: readonly Score[]): Plot {
  const point = ({ callsEach, end }: Score) => [callsEach, end.mean] as const;
  const byName = (isWanted: (name: string) => boolean) => {
    const wanted = scores.filter(({ policy }) => isWanted(policy));
    return { points: wanted.map(point), labels: wanted.map(({ policy }) => policy) };
  };
  return {
    file: 'polls.svg',
    svg: chart({
      title: 'Calls and lateness: down and to the left is better',
      x: 'HTTP requests a rollout',
      y: 'the end is seen late by (s)',
      series: [
        { name: 'ours', ...byName((name) => name === ours.name) },
        { name: 'others', ...byName((name) => name !== ours.name) },
      ],
    }),
  };
}
