/** Null-safe reading of the cloud's answers: what is absent or of another type reads as "nothing". */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value that a JSON text stands for; `undefined` if it is none. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The value as an object; `undefined` for null, arrays and anything else. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The objects in a list; a single object counts as a list of one, anything else as an empty one. */
export function asObjects(value: unknown): JsonObject[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map(asObject).filter((entry) => entry !== undefined);
}

/** The field as a string; '' if it is absent. Numbers are taken as their digits. */
export function readText(object: JsonObject | undefined, field: string): string {
  const value = object?.[field];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** The field as a finite number; digits in a string count. `undefined` if there is none. */
export function readNumber(object: JsonObject | undefined, field: string): number | undefined {
  const value = object?.[field];
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isFinite(parsed) ? (parsed as number) : undefined;
}

/** True only where the field says so: `true`, or the word "true". */
export function readFlag(object: JsonObject | undefined, field: string): boolean {
  const value = object?.[field];
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** The strings in a list field. */
export function readTexts(object: JsonObject | undefined, field: string): string[] {
  const value: unknown = object?.[field];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((entry): entry is string => typeof entry === 'string');
}
