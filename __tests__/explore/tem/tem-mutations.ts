import { CHANGE_MUTATIONS } from './change-mutations.ts';
import { READ_MUTATIONS } from './read-mutations.ts';
import { TIMEOUT_MUTATIONS } from './timeout-mutations.ts';
import { VERDICT_MUTATIONS } from './verdict-mutations.ts';

/** Every rule of TEM's operations that the explorer has to miss when it is gone. */
export const TEM_MUTATIONS = [
  ...CHANGE_MUTATIONS,
  ...TIMEOUT_MUTATIONS,
  ...READ_MUTATIONS,
  ...VERDICT_MUTATIONS,
];
