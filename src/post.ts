import { hasSavedState } from './github/saved-state.ts';

// The post step has a separate entry point that cannot run an operation. A job may be cancelled
// before the main step saves any state, so state cannot tell the two apart. Most steps leave
// nothing to it, so it loads the rest only if there is some state.
if (hasSavedState(process.env))
  void import('./post-runtime.ts').then(({ startPost }) => startPost());
