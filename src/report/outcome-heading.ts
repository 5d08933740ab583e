import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import type { MessageKey, Text } from '../text/message.ts';
import { getMessageKey, message } from '../text/message.ts';
import type { Outcome } from './outcome.ts';

/** Headlines that already begin with the status. */
const SAYS_STATUS = new Set<MessageKey | ''>([
  'policy.rolled-back',
  'policy.reverted',
  'policy.post-reverted',
  'plan.headline',
  'plan.headline-blocked',
  'outcome.timed-out',
  'policy.conflict-timed-out',
  'car.deletion-timed-out',
]);

/**
 * Returns the status and then what happened, with the application's name unless the headline
 * contains it.
 */
export function describeHeading(
  { headline, status }: Pick<Outcome, 'headline' | 'status'>,
  application: string,
  language: Language,
): Text {
  const isNamed = formatText(headline, language).includes(application);
  const text: Text = isNamed
    ? headline
    : message('summary.headline-with-application', { application, headline });
  return SAYS_STATUS.has(getMessageKey(headline))
    ? text
    : message(`summary.heading-${status}`, { headline: text });
}
