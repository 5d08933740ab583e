import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { githubHtml } from './github.ts';

/** A diagram as the browser drew it; lengths in CSS pixels. */
export interface Diagram {
  /** '' where Mermaid drew it. */
  error: string;
  sections: string[];
  labels: string[];
  /** Where the bars begin, milestones aside. */
  lefts: number[];
  width: number;
  height: number;
  bars: number;
}

/** A summary as a reader sees it. */
export interface Seen {
  headings: string[];
  /** The texts of all cells, table by table. */
  tables: string[][][];
  text: string;
  links: string[];
  /** The names of all elements that the summary was made into. */
  elements: string[];
  /** Attributes that would run code. */
  handlers: string[];
  diagrams: Diagram[];
  /** What the page asked the network for, and what code of the summary's own would show. */
  requests: string[];
  dialogs: string[];
}

export interface Browser {
  /** Shows a summary as GitHub does and keeps a picture of it. */
  see: (markdown: string, picture: string) => Promise<Seen>;
  /** What Mermaid has against each text; '' where nothing. */
  parse: (diagrams: readonly string[]) => Promise<string[]>;
  close: () => Promise<void>;
}

const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where the browser is; `undefined` where the machine has none. */
export function findChromium(): string | undefined {
  return PLACES.find((path) => path !== '' && existsSync(path));
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const resolve = createRequire(import.meta.url).resolve;
const MERMAID = resolve('mermaid/dist/mermaid.min.js');
const IN_PAGE = fileURLToPath(new URL('in-page.mjs', import.meta.url));
const STYLE = readFileSync(resolve('github-markdown-css/github-markdown-light.css'), 'utf8');

export async function openBrowser(executablePath: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...{ executablePath, headless: true, args: ARGUMENTS },
    viewport: { width: 960, height: 600 },
  });
  return {
    see: (markdown, picture) => see(context, markdown, picture),
    parse: (diagrams) => parse(context, diagrams),
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

async function see(context: BrowserContext, markdown: string, picture: string): Promise<Seen> {
  const page = await context.newPage();
  const [requests, dialogs]: [string[], string[]] = [[], []];
  page.on('request', (request) => void requests.push(request.url()));
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await show(page, await githubHtml(markdown));
  const read = await page.evaluate<Seen>('window.readPage()');
  const diagrams = await page.evaluate<Diagram[]>('window.drawDiagrams()');
  await page.screenshot({ path: picture, fullPage: true });
  await page.close();
  return { ...read, diagrams, requests, dialogs };
}

async function parse(context: BrowserContext, diagrams: readonly string[]): Promise<string[]> {
  const page = await context.newPage();
  await show(page, '');
  const errors: string[] = [];
  for (const diagram of diagrams) {
    errors.push(await page.evaluate<string>(`window.parseDiagram(${JSON.stringify(diagram)})`));
  }
  await page.close();
  return errors;
}

async function show(page: Page, html: string): Promise<void> {
  await page.setContent(`<!doctype html>
    <html lang="en">
      <head><style>${STYLE} body { margin: 32px }</style></head>
      <body><article class="markdown-body">${html}</article></body>
    </html>`);
  await page.addScriptTag({ path: MERMAID });
  await page.addScriptTag({ path: IN_PAGE });
}
