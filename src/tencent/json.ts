/** Null-safe reading of API responses: missing values and values of other types read as nothing. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns the value of a JSON text; `undefined` if it is invalid. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Returns the value as an object; `undefined` for null, arrays and other types. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/**
 * Returns the objects in a list. A single object counts as a list of one, anything else as empty.
 */
export function asObjects(value: unknown): JsonObject[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map(asObject).filter((entry) => entry !== undefined);
}

/** Returns the field as a string; '' if missing. Numbers become their digits. */
export function readText(object: JsonObject | undefined, field: string): string {
  const value = object?.[field];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** Returns the field as a finite number, also from a string of digits. `undefined` if missing. */
export function readNumber(object: JsonObject | undefined, field: string): number | undefined {
  const value = object?.[field];
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isFinite(parsed) ? (parsed as number) : undefined;
}

/** True only if the field is `true` or the text "true". */
export function readFlag(object: JsonObject | undefined, field: string): boolean {
  const value = object?.[field];
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** Returns the strings in a list field. */
export function readTexts(object: JsonObject | undefined, field: string): string[] {
  const value: unknown = object?.[field];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((entry): entry is string => typeof entry === 'string');
}
