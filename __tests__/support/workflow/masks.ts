/** What the runner keeps secret in a job. */
export interface Masks {
  add(value: string): void;
  isIn(text: string): boolean;
}

/** Each line of a value is masked by itself, as the runner does it; the empty text never. */
export function createMasks(values: readonly string[]): Masks {
  const masked = new Set<string>();
  const add = (value: string): void => {
    value.split(/\r?\n/).forEach((line) => line !== '' && masked.add(line));
  };
  values.forEach(add);
  return { add, isIn: (text) => [...masked].some((each) => text.includes(each)) };
}
