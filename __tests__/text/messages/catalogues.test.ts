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

  it.each(KEYS)('%s has the same placeholders in both', (key) => {
    expect(placeholdersOf(ZH_CN[key])).toEqual(
      // In a plural form the number may be part of the words: `1 instance`.
      placeholdersOf(EN[key]),
    );
  });

  it.each(KEYS)('%s has whole pairs of backticks, and no blank at an end', (key) => {
    if (key.startsWith('words.')) return;
    for (const form of [EN[key], ZH_CN[key]].flatMap(formsOf)) {
      expect(form.split('`').length % 2).toBe(1);
      expect(form).toBe(form.trim());
      expect(form).not.toContain('   ');
    }
  });

  it.each(KEYS)('%s has no private term', (key) => {
    const found = formsOf(EN[key]).filter((form) => FORBIDDEN.some((term) => term.test(form)));
    expect(found).toEqual([]);
  });

  it.each(KEYS.filter((key) => !key.startsWith('words.')))('%s is translated', (key) => {
    const words = formsOf(EN[key])
      .join(' ')
      .replaceAll(/`[^`]*`|\{\w+\}/g, '');
    if (!/[a-z]{4,} [a-z]{2,}/.test(words)) return;
    expect(formsOf(ZH_CN[key]).join(' ')).toMatch(/\p{Script=Han}/u);
  });
});
