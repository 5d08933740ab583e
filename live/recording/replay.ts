import { isDeepStrictEqual } from 'node:util';
import { ApiError, listContracts } from '../../simulator/index.ts';
import type { Clock, Service } from '../../simulator/index.ts';
import type { Answer, Evidence } from '../evidence.ts';
import { getErrorCode } from '../evidence.ts';

/**
 * Returns services that answer with what was recorded, at the same distance from the start. Before
 * the first answer and after the last one they stay the same.
 */
export function replayServices({ answers }: Evidence, clock: Clock): Service[] {
  const startedAt = clock.now();
  const firstAt = Math.min(...answers.map(({ at }) => at));
  return listContracts().map((contract) => ({
    contract,
    hasSettled: () => false,
    perform: ({ action, parameters }) => {
      const ofAction = answers.filter(
        (answer) => answer.service === contract.service && answer.action === action,
      );
      const same = ofAction.filter((answer) => isDeepStrictEqual(answer.parameters, parameters));
      const until = firstAt + clock.now() - startedAt;
      return replayAnswer(pickAnswer(same.length > 0 ? same : ofAction, until), action);
    },
  }));
}

function pickAnswer(answers: readonly Answer[], until: number): Answer | undefined {
  return answers.findLast(({ at }) => at <= until) ?? answers[0];
}

function replayAnswer(answer: Answer | undefined, action: string): Record<string, unknown> {
  if (!answer?.response) throw new ApiError('InvalidAction', `${action} was not recorded.`);
  const code = getErrorCode(answer);
  if (code !== '') throw new ApiError(code, 'A recorded error.');
  const fields = Object.entries(answer.response).filter(([name]) => name !== 'RequestId');
  return Object.fromEntries(fields);
}
