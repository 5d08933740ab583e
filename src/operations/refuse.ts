import { Refusal } from './outcome.ts';

/** Does the work; an Error whose message says what to change becomes a Refusal, further lines its details. */
export async function orRefuse<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [headline = '', ...details] = error.message.split('\n');
    throw new Refusal(headline, { details });
  }
}
