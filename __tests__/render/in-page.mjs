// Runs in the browser: draws the diagrams of a summary as GitHub does, and tells what is on the page.
/* global document, getComputedStyle, matchMedia, mermaid, window */

const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
const theme = isDark ? 'dark' : 'default';
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme });

const all = (root, selector) => [...root.querySelectorAll(selector)];
const texts = (root, selector) => all(root, selector).map((element) => element.textContent.trim());

window.drawDiagrams = async () => {
  const blocks = all(document, 'code.language-mermaid');
  const diagrams = [];
  for (const [index, code] of blocks.entries()) diagrams.push(await draw(code, index));
  return diagrams;
};

async function draw(code, index) {
  try {
    const place = document.createElement('div');
    code.parentElement.before(place);
    const { svg } = await mermaid.render(`diagram-${index}`, code.textContent, place);
    place.innerHTML = svg;
    code.parentElement.remove();
    return describeDiagram(place);
  } catch (error) {
    return { error: String(error), kind: '', sections: [], labels: [], bars: [], texts: [] };
  }
}

const LABELS = 'text.taskText, text.taskTextOutsideLeft, text.taskTextOutsideRight';

/** All texts of a chart of latencies or failures. */
const OF_CHART = '[aria-roledescription=xychart] text';

function describeDiagram(place) {
  const frame = place.querySelector('svg').getBoundingClientRect();
  const bars = all(place, 'rect.task:not(.milestone)').map((bar) => ({
    ...boxOf(bar),
    colour: getComputedStyle(bar).fill,
  }));
  const svg = place.querySelector('svg');
  return {
    error: '',
    kind: svg.getAttribute('aria-roledescription'),
    sections: texts(place, 'text.sectionTitle'),
    labels: texts(place, LABELS),
    frame: boxOf(place.querySelector('svg')),
    bars,
    texts: all(place, `text.sectionTitle, text.titleText, .tick text, ${LABELS}, ${OF_CHART}`)
      .filter((text) => text.textContent.trim() !== '')
      .map((text) => ({
        ...boxOf(text),
        text: text.textContent.trim(),
        colour: getComputedStyle(text).fill,
        isInBar: text.matches('.taskText'),
      })),
    page: getComputedStyle(document.documentElement).backgroundColor,
    width: frame.width,
    height: frame.height,
  };
}

function boxOf(element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return { left, right, top, bottom };
}

window.parseDiagrams = async (codes) => {
  const errors = [];
  for (const code of codes) {
    const error = await mermaid.parse(code).then(() => '', String);
    errors.push(error);
  }
  return errors;
};

window.readPage = () => ({
  headings: texts(document, 'article h1, article h2, article h3'),
  tables: all(document, 'article table').map((table) =>
    all(table, 'tr').map((row) => texts(row, 'th, td')),
  ),
  items: texts(document, 'article li'),
  folded: texts(document, 'article details:not([open]) pre'),
  text: document.querySelector('article').innerText,
  links: all(document, 'article a').map((link) => link.href),
  elements: [...new Set(all(document, 'article *').map(({ localName }) => localName))],
  handlers: all(document, 'article *').flatMap(({ attributes }) =>
    [...attributes].map(({ name }) => name).filter((name) => name.startsWith('on')),
  ),
});

/** By how many CSS pixels the page is wider than its window, or what it shows than its place. */
window.measureOverflow = () =>
  Math.max(
    document.documentElement.scrollWidth - window.innerWidth,
    ...all(document, 'article').map((article) => article.scrollWidth - article.clientWidth),
  );
