import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { githubHtml } from './github.ts';

/** Where GitHub shows Markdown. */
export type Place = 'summary' | 'comment';

/** A job summary and what stands above it, if anything does. */
export interface Section {
  readonly title?: string;
  readonly markdown: string;
  /** Default: a job summary. */
  readonly place?: Place;
}

const resolve = createRequire(import.meta.url).resolve;
const GITHUB_STYLE = readFileSync(resolve('github-markdown-css/github-markdown.css'), 'utf8');
const STYLE = `
  :root { color-scheme: light dark; background: light-dark(#ffffff, #0d1117) }
  body { margin: 32px auto; max-width: 896px; padding: 0 32px }
  @media (max-width: 600px) { body { margin: 16px auto; padding: 0 16px } }
  body > h1 { font: 600 20px/1.5 sans-serif; color: light-dark(#59636e, #9198a1); margin: 48px 0 16px }
  body > h1:first-child { margin-top: 0 }
  article.markdown-body { border-bottom: 1px solid light-dark(#d1d9e0, #3d444d); padding-bottom: 32px }
  article.markdown-body:last-of-type { border: 0 }
  .comment { border: 1px solid light-dark(#d1d9e0, #3d444d); border-radius: 6px; max-width: 784px; overflow: hidden }
  .comment > header { background: light-dark(#f6f8fa, #151b23); border-bottom: inherit; padding: 8px 16px }
  .comment > header { color: light-dark(#59636e, #9198a1); font: 14px/1.5 sans-serif }
  .comment > article.markdown-body { font-size: 14px; padding: 16px }
`;

/** Draws diagrams, once it is loaded. */
export const MERMAID = readFileSync(resolve('mermaid/dist/mermaid.min.js'), 'utf8');

/** Calls Mermaid for the page that is shown, and reads it. */
export const IN_PAGE = readFileSync(new URL('in-page.mjs', import.meta.url), 'utf8');

/** Job summaries as GitHub shows them, in the reader's light or dark theme; no diagram is drawn yet. */
export async function renderPage(sections: readonly Section[], scripts = ''): Promise<string> {
  const shown = sections.map(async ({ title, markdown, place = 'summary' }) => {
    const heading = title === undefined ? '' : `<h1>${title}</h1>`;
    const html = await githubHtml(markdown, { hasHardBreaks: place === 'comment' });
    const article = `<article class="markdown-body">${html}</article>`;
    return place === 'comment' ? `${heading}${asComment(article)}` : `${heading}${article}`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Job summaries</title>
<style>${GITHUB_STYLE}${STYLE}</style>
</head>
<body>
${(await Promise.all(shown)).join('\n')}
${scripts}
</body>
</html>
`;
}

/** The box of a comment on a pull request. */
function asComment(article: string): string {
  const author = '<strong>github-actions</strong> bot commented now';
  return `<div class="comment"><header>${author}</header>${article}</div>`;
}

/** The same as one file that draws its diagrams itself, and needs neither a server nor the network. */
export function renderFile(sections: readonly Section[]): Promise<string> {
  const scripts = [MERMAID, IN_PAGE].map((code) => code.replaceAll('</script', '<\\/script'));
  const tags = [...scripts, 'void window.drawDiagrams();'].map(
    (code) => `<script>${code}</script>`,
  );
  return renderPage(sections, tags.join('\n'));
}
