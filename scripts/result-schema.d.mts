export declare function fillResultSchema(
  before: string,
  outputs?: Readonly<Record<string, { readonly type?: string; readonly description: string }>>,
): string;
