// Runs in the browser: draws the diagrams of a summary as GitHub does, and tells what is on the page.
/* global document, mermaid, window */

mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });

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
    const { svg } = await mermaid.render(`diagram-${index}`, code.textContent);
    const place = document.createElement('div');
    place.innerHTML = svg;
    code.parentElement.replaceWith(place);
    const { width, height } = place.querySelector('svg').getBoundingClientRect();
    const widths = all(place, 'rect.task').map((bar) => bar.getBoundingClientRect().width);
    return {
      ...{ error: '', width, height, narrowest: Math.min(...widths), bars: widths.length },
      sections: texts(place, 'text.sectionTitle'),
      labels: texts(place, 'text.taskText, text.taskTextOutsideLeft, text.taskTextOutsideRight'),
      lefts: all(place, 'rect.task:not(.milestone)').map((bar) => bar.getBoundingClientRect().left),
    };
  } catch (error) {
    return { error: String(error), sections: [], labels: [], lefts: [] };
  }
}

window.parseDiagram = async (code) => {
  try {
    await mermaid.parse(code);
    return '';
  } catch (error) {
    return String(error);
  }
};

window.readPage = () => ({
  headings: texts(document, 'article h1, article h2, article h3'),
  tables: all(document, 'article table').map((table) =>
    all(table, 'tr').map((row) => texts(row, 'th, td')),
  ),
  text: document.querySelector('article').innerText,
  links: all(document, 'article a').map((link) => link.href),
  elements: [...new Set(all(document, 'article *').map(({ localName }) => localName))],
  handlers: all(document, 'article *').flatMap(({ attributes }) =>
    [...attributes].map(({ name }) => name).filter((name) => name.startsWith('on')),
  ),
});
