import { existsSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { IN_PAGE, MERMAID } from './page.ts';
import type { Seen, SeenDiagram } from './seen.ts';

/** How a reader looks at a page. */
export interface View {
  readonly name: string;
  readonly options: BrowserContextOptions;
}

const DESKTOP = { width: 960, height: 600 };
const PHONE = { width: 390, height: 800 };

const LIGHT: View = { name: 'light', options: { viewport: DESKTOP, colorScheme: 'light' } };

/** What every ending is looked at in. */
export const VIEWS: readonly View[] = [
  LIGHT,
  { name: 'dark', options: { viewport: DESKTOP, colorScheme: 'dark' } },
  { name: 'phone', options: { viewport: PHONE, colorScheme: 'light', deviceScaleFactor: 2 } },
];

/** The picture in the README, which is shown 480 pixels wide. */
export const README_VIEW: View = {
  name: 'readme',
  options: { viewport: { width: 768, height: 400 }, colorScheme: 'light', deviceScaleFactor: 1.25 },
};

export interface Browser {
  /** Shows a page, of which it keeps a picture. */
  see: (html: string, view: View, picture: string) => Promise<Seen>;
  /** Shows what comes next in this view on a new page: one with a problem is not used again. */
  renew: (view: View) => Promise<void>;
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

type Events = Pick<Seen, 'requests' | 'dialogs'>;

/** A page that shows one text after another, because it takes a second to load Mermaid. */
interface OpenPage {
  readonly page: Page;
  /** What happens on it from now on. */
  listen: () => Events;
}

/** Starts Chromium without its window. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const pages = new Map<View, Promise<OpenPage>>();
  const open = (view: View): Promise<OpenPage> => {
    const opened = pages.get(view) ?? browser.newPage(view.options).then(prepare);
    pages.set(view, opened);
    return opened;
  };
  return {
    see: async (html, view, picture) => see(await open(view), html, picture),
    renew: async (view) => {
      const { page } = await open(view);
      pages.delete(view);
      await page.close();
    },
    parse: async (diagrams) => {
      const { page } = await open(LIGHT);
      await show(page, '');
      return page.evaluate<string[]>(`window.parseDiagrams(${JSON.stringify(diagrams)})`);
    },
    close: () => browser.close(),
  };
}

async function prepare(page: Page): Promise<OpenPage> {
  let events: Events = { requests: [], dialogs: [] };
  page.on('request', (request) => void events.requests.push(request.url()));
  page.on('dialog', (dialog) => {
    events.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addScriptTag({ content: MERMAID });
  return { page, listen: () => (events = { requests: [], dialogs: [] }) };
}

async function see({ page, listen }: OpenPage, html: string, picture: string): Promise<Seen> {
  const events = listen();
  await show(page, html);
  const read = await page.evaluate<Omit<Seen, 'diagrams'>>('window.readPage()');
  const diagrams = await page.evaluate<SeenDiagram[]>('window.drawDiagrams()');
  const overflow = await page.evaluate<number>('window.measureOverflow()');
  await page.screenshot({ path: picture, fullPage: true });
  return { ...read, diagrams, overflow, ...events };
}

/** Shows a new document in the same window, and loads again what reads it: the one before may have changed it. */
async function show(page: Page, html: string): Promise<void> {
  await page.setContent(html);
  await page.evaluate(`${IN_PAGE}\nundefined`);
}
