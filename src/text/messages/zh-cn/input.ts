import type { INPUT } from '../en/input.ts';
import type { Template } from '../template.ts';

/** Wrong and unused inputs. */
export const INPUT_ZH: Readonly<Record<keyof typeof INPUT, Template>> = {
  'input.wrong': '输入参数有误',
  'input.need-a-change': '{count} 个输入参数需要修改',
};
