// The order of the test files. Jest begins with those that took longest in its last run; a fresh
// clone has had none. There the tests that start processes and wait for them come first, so that
// the rest fills what they leave idle, and no worker is alone with one of them at the end.
import Sequencer from '@jest/test-sequencer';

const SLOW = ['demo', 'live', 'examples', 'scenarios', 'transfer', 'bench'];

export default class SlowFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

/** The lower, the earlier. */
function rank({ path }) {
  const [, folder = ''] = /__tests__[\\/](\w+)/.exec(path) ?? [];
  const index = SLOW.indexOf(folder);
  return index < 0 ? SLOW.length : index;
}
