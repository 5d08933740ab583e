import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EN } from '../../../src/text/messages/en.ts';
import type { Template } from '../../../src/text/messages/template.ts';
import { ZH_CN } from '../../../src/text/messages/zh-cn.ts';

const SOURCES = new URL('../../../src/', import.meta.url);

const KEYS = Object.keys(EN) as (keyof typeof EN)[];

function formsOf(template: Template): string[] {
  return typeof template === 'string' ? [template] : [template.one, template.other];
}

function placeholdersOf(template: Template): string[] {
  const names = formsOf(template).flatMap((form) => form.match(/\{\w+\}/g) ?? []);
  return [...new Set(names)].toSorted();
}

/** Words that the product does not use, in English: private terms for what the field has a name for. */
const FORBIDDEN = [
  /\btak(?:e|es|en|ing) (?:it |them )?back\b/i,
  /\bconfirmed by on-waiting\b/i,
  /\bno verdict\b/i,
  /\bgave up after\b/i,
  /\bleft as it is\b/i,
  /\bback on\b/i,
  /\bthe cloud (?:says|calls)\b/i,
  /\bwhat to change\b/i,
  /\bunder way\b/i,
  /\blooks?(?: again)?$|\blooks again\b/i,
  /\bit is not known\b/i,
  /\bas TEM does by itself\b/i,
  /\binput without effect\b/i,
  /\bkeys from the inputs\b/i,
  /\bmake it real\b/i,
  /\bis being made\b/i,
  /\bsomebody\b/i,
];

/** The code of the action without its catalogues. */
const CODE = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/^text[\\/]messages[\\/]/.test(path))
  .map((path) => readFileSync(new URL(path.replaceAll('\\', '/'), SOURCES), 'utf8'))
  .join('\n');

/** The keys that a template makes of a value: `summary.heading-${status}`. */
const PREFIXES = Array.from(
  CODE.matchAll(/`([a-z]+\.[a-z0-9-]+-)\$\{/g),
  ([, prefix = '']) => prefix,
);

describe('the catalogues of messages', () => {
  it('have the same keys', () => {
    expect(Object.keys(ZH_CN).toSorted()).toEqual(KEYS.toSorted());
  });

  it('are complete: each file of one language has its twin', () => {
    const [english, chinese] = ['en', 'zh-cn'].map((folder) =>
      readdirSync(new URL(`../../../src/text/messages/${folder}`, import.meta.url)),
    );
    expect(english).toEqual(chinese);
  });

  it('have no key that nothing uses', () => {
    const isUsed = (key: string) =>
      CODE.includes(`'${key}'`) || PREFIXES.some((prefix) => key.startsWith(prefix));
    expect(KEYS.filter((key) => !isUsed(key))).toEqual([]);
  });

  // Each of these is one test, because one for each of a thousand keys costs more than the check.
  it('have the same placeholders in both', () => {
    const of = (catalogue: Record<string, Template>) =>
      // In a plural form the number may be part of the words: `1 instance`.
      Object.fromEntries(KEYS.map((key) => [key, placeholdersOf(catalogue[key] ?? '')]));
    expect(of(ZH_CN)).toEqual(of(EN));
  });

  it('have whole pairs of backticks, and no blank at an end', () => {
    const isUntidy = (form: string) =>
      form.split('`').length % 2 === 0 || form !== form.trim() || form.includes('   ');
    const untidy = KEYS.filter((key) => [EN[key], ZH_CN[key]].flatMap(formsOf).some(isUntidy));
    expect(untidy.filter((key) => !key.startsWith('words.'))).toEqual([]);
  });

  it('have no private term', () => {
    const isPrivate = (form: string) => FORBIDDEN.some((term) => term.test(form));
    expect(KEYS.flatMap((key) => formsOf(EN[key])).filter(isPrivate)).toEqual([]);
  });

  it('are translated', () => {
    const hasWords = (key: keyof typeof EN) =>
      /[a-z]{4,} [a-z]{2,}/.test(
        formsOf(EN[key])
          .join(' ')
          .replaceAll(/`[^`]*`|\{\w+\}/g, ''),
      );
    const isChinese = (key: keyof typeof EN) =>
      /\p{Script=Han}/u.test(formsOf(ZH_CN[key]).join(' '));
    const left = KEYS.filter((key) => hasWords(key) && !isChinese(key));
    expect(left.filter((key) => !key.startsWith('words.'))).toEqual([]);
  });
});
