import type { EN } from './en.ts';
import type { Template } from './template.ts';
import { CAR_ZH } from './zh-cn/car.ts';
import { DATA_ZH } from './zh-cn/data.ts';
import { FILES_ZH } from './zh-cn/files.ts';
import { GITHUB_ZH } from './zh-cn/github.ts';
import { HINT_ZH } from './zh-cn/hint.ts';
import { INPUT_ZH } from './zh-cn/input.ts';
import { NETWORK_ZH } from './zh-cn/network.ts';
import { OUTCOME_ZH } from './zh-cn/outcome.ts';
import { PLAN_ZH } from './zh-cn/plan.ts';
import { POLICY_ZH } from './zh-cn/policy.ts';
import { ROLLOUT_ZH } from './zh-cn/rollout.ts';
import { SUMMARY_ZH } from './zh-cn/summary.ts';
import { VERIFICATION_ZH } from './zh-cn/verification.ts';
import { WORDS_ZH } from './zh-cn/words.ts';

// Without a prototype for the same reason as in English.
const TEXTS = {
  __proto__: null,
  ...CAR_ZH,
  ...DATA_ZH,
  ...FILES_ZH,
  ...GITHUB_ZH,
  ...HINT_ZH,
  ...INPUT_ZH,
  ...NETWORK_ZH,
  ...OUTCOME_ZH,
  ...PLAN_ZH,
  ...POLICY_ZH,
  ...ROLLOUT_ZH,
  ...SUMMARY_ZH,
  ...VERIFICATION_ZH,
  ...WORDS_ZH,
};

/** Every text of the action in Chinese, in the words of Tencent Cloud's console. */
export const ZH_CN: Readonly<Record<keyof typeof EN, Template>> = TEXTS;
