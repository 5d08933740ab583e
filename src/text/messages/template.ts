/**
 * A text of the catalogue. `{name}` is replaced by a value, and what stands between backticks is
 * code. With two forms, the value `count` decides which one is used.
 */
export type Template = string | { readonly one: string; readonly other: string };

/** The texts of one subject by their keys. */
export type Catalogue = Readonly<Record<string, Template>>;
