import type { RangeHeaders, Source } from './source.ts';

/**
 * A source that gives way to another one where `replace` has one for the error; the download goes on
 * there. Rejects with the error where it has none.
 */
export function replaceableSource(
  first: Source,
  replace: (error: unknown) => Promise<Source | undefined>,
): Source {
  let source = first;
  return {
    name: first.name,
    open: async (headers: RangeHeaders) => {
      try {
        return await source.open(headers);
      } catch (error) {
        const other = await replace(error);
        if (!other) throw error;
        source = other;
        return source.open(headers);
      }
    },
  };
}
