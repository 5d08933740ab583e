import type { Kind } from './values.ts';
import { isNot } from './values.ts';

/** What GitHub allows in the name of an artifact: anything but these, and line breaks. */
const FORBIDDEN = /["<>|*?:\\/\r\n]/;

export const artifactName: Kind<string> = {
  parse: (given) =>
    FORBIDDEN.test(given)
      ? isNot(given, 'use   a name without " : < > | * ? \\ / and line breaks')
      : { value: given },
};
