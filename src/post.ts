import { hasSavedState } from './github/saved-state.ts';

// The post step has a separate entry point that cannot run an operation: a job may be cancelled
// before the main step saves any state, so state could not tell main from post. Most steps leave
// nothing to it, so it loads the rest only if there is some state.
if (hasSavedState(process.env)) {
  // What cannot be loaded has failed, whatever Node does about a rejection.
  process.exitCode = 1;
  void import('./post-runtime.ts').then(({ startPost }) => startPost());
}
