import { asObject } from './json.ts';

const MAX_CAUSE_DEPTH = 5;

/**
 * The code of an error of the system, of Node or of undici (`ECONNRESET`, `UND_ERR_SOCKET`), looked
 * for along its causes; '' where there is none. Codes of our own errors are in lower case.
 */
export function systemCode(error: unknown): string {
  let current = asObject(error);
  for (let depth = 0; current && depth < MAX_CAUSE_DEPTH; depth += 1) {
    const { code } = current;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)) return code;
    current = asObject(current.cause);
  }
  return '';
}
