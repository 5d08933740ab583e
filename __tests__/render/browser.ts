import { existsSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Section } from './page.ts';
import { renderPage, SCRIPTS } from './page.ts';
import type { Seen, SeenDiagram } from './seen.ts';

/** How a reader looks at a page. */
export interface View {
  readonly name: string;
  readonly options: BrowserContextOptions;
}

const DESKTOP = { width: 960, height: 600 };
const PHONE = { width: 390, height: 800 };

/** What every ending is looked at in. */
export const VIEWS: readonly View[] = [
  { name: 'light', options: { viewport: DESKTOP, colorScheme: 'light' } },
  { name: 'dark', options: { viewport: DESKTOP, colorScheme: 'dark' } },
  { name: 'phone', options: { viewport: PHONE, colorScheme: 'light', deviceScaleFactor: 2 } },
];

/** The picture in the README, which is shown 480 pixels wide. */
export const README_VIEW: View = {
  name: 'readme',
  options: { viewport: { width: 768, height: 400 }, colorScheme: 'light', deviceScaleFactor: 1.25 },
};

export interface Browser {
  /** Shows Markdown as GitHub does and keeps a picture of it. */
  see: (section: Section, view: View, picture: string) => Promise<Seen>;
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

type NewPage = (options: BrowserContextOptions) => Promise<Page>;

/** Starts Chromium without its window. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const newPage: NewPage = (options) => browser.newPage(options);
  return {
    see: (section, view, picture) => see(newPage, section, view, picture),
    parse: (diagrams) => parse(newPage, diagrams),
    close: () => browser.close(),
  };
}

async function see(
  newPage: NewPage,
  section: Section,
  { options }: View,
  picture: string,
): Promise<Seen> {
  const page = await newPage(options);
  const [requests, dialogs]: [string[], string[]] = [[], []];
  page.on('request', (request) => void requests.push(request.url()));
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await show(page, section);
  const read = await page.evaluate<Omit<Seen, 'diagrams'>>('window.readPage()');
  const diagrams = await page.evaluate<SeenDiagram[]>('window.drawDiagrams()');
  const overflow = await page.evaluate<number>('window.measureOverflow()');
  await page.screenshot({ path: picture, fullPage: true });
  await page.close();
  return { ...read, diagrams, overflow, requests, dialogs };
}

async function parse(newPage: NewPage, diagrams: readonly string[]): Promise<string[]> {
  const page = await newPage({});
  await show(page, { markdown: '' });
  const errors: string[] = [];
  for (const diagram of diagrams) {
    errors.push(await page.evaluate<string>(`window.parseDiagram(${JSON.stringify(diagram)})`));
  }
  await page.close();
  return errors;
}

async function show(page: Page, section: Section): Promise<void> {
  await page.setContent(await renderPage([section]));
  for (const path of SCRIPTS) await page.addScriptTag({ path });
}
