import type { GITHUB } from '../en/github.ts';
import type { Template } from '../template.ts';

/** What GitHub gives and refuses: tokens, Deployments, artifacts, command files. */
export const GITHUB_ZH: Readonly<Record<keyof typeof GITHUB, Template>> = {
  'github.not-recorded': '未能记录 GitHub Deployment',
};
