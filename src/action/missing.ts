import type { InputName } from './inputs.ts';
import { declarationOf } from './inputs.ts';
import type { Misnamed } from './misnamed.ts';
import type { Problem } from './problems.ts';

/** A needed input that was not given, or under a wrong name. */
export function missingInput(
  name: InputName,
  misnamed: Misnamed,
  example = declarationOf(name).example,
): Problem {
  const wrongName = misnamed.get(name);
  const change =
    wrongName === undefined ? `add   ${name}: ${example}` : `use   ${name} instead of ${wrongName}`;
  return { input: name, is: 'is missing', change };
}
