import type { Catalogue } from '../template.ts';

/** What GitHub gives and refuses: tokens, Deployments, artifacts, command files. */
export const GITHUB = {
  'github.not-recorded': 'GitHub Deployment not recorded',
} as const satisfies Catalogue;
