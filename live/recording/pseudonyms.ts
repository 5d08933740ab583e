/** IDs keep their prefix, which says what they are. */
const ID = /^(app|en|revision|ver|service|cls|vpc|subnet|sg|tcr|group|build|ns|lb)-[a-z0-9]+$/i;
const IP = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const EXTENSION = /\.(jar|war|zip|apk|rar|7z|csv|gz|exe)$/i;
/** Parts of paths and hosts that are the same for every account. */
const COMMON = new Set([
  'tem',
  'pkg',
  'cos',
  'cosgz',
  'dlc',
  'download',
  '*',
  '$LATEST',
  'default',
]);
const REGION = /^(?:ap|na|eu|sa|me)-[a-z]+(?:-[a-z]+){0,3}(?:-\d)?$/;

/** Replaces what identifies an account: the same text always by the same replacement. */
export class Pseudonyms {
  readonly #replacements = new Map<string, string>();
  readonly #counters = new Map<string, number>();

  /** Every text that was replaced. */
  get originals(): readonly string[] {
    return [...this.#replacements.keys()];
  }

  /** Returns the replacement of a text of any form; paths are replaced part by part. */
  replace(text: string): string {
    if (text === '' || COMMON.has(text) || /^\d{1,3}$/.test(text) || REGION.test(text)) return text;
    if (text.includes('/')) {
      return text
        .split('/')
        .map((part) => this.replace(part))
        .join('/');
    }
    const known = this.#replacements.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    this.#replacements.set(text, made);
    return made;
  }

  #make(text: string): string {
    if (IP.test(text)) return `10.0.0.${this.#next('ip', 0)}`;
    const prefix = ID.exec(text)?.[1];
    if (prefix !== undefined) return `${prefix}-${this.#next('id', 8)}`;
    if (/^\d+$/.test(text)) return `9${this.#next('number', text.length - 1)}`;
    const [, name = '', account = ''] = /^(.+)-(\d{8,12})$/.exec(text) ?? [];
    if (account !== '') return `${this.replace(name)}-${this.replace(account)}`;
    const extension = EXTENSION.exec(text)?.[0].toLowerCase() ?? '';
    if (/^[0-9a-f]{32,128}$/.test(text)) return this.#next('hash', text.length);
    return `text-${this.#next('text', 0)}${extension}`;
  }

  #next(kind: string, digits: number): string {
    const number = (this.#counters.get(kind) ?? 0) + 1;
    this.#counters.set(kind, number);
    return String(number).padStart(digits, '0');
  }
}
