export declare function fillPolicies(
  page: string,
  operations: Readonly<Record<string, { readonly calls: readonly string[] }>>,
  sectionAfter: string,
): string;
