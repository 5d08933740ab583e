import type { Box, Seen, SeenDiagram, SeenText } from './seen.ts';

/** What a reader must see in a diagram. */
export interface ExpectedDiagram {
  /** None if there is no diagram. */
  readonly sections: readonly string[];
  /** The bars in their order, by the signs of the legend: 🟩 🟨 🟦 🟥. */
  readonly bars: string;
  /** How many charts of latencies and failures there are. */
  readonly charts: number;
}

/** WCAG asks for 4.5 to 1, which no grey has on both of GitHub's backgrounds. */
const READABLE = 4.3;

/** What is wrong with the diagrams of a summary, a line each. */
export function problemsOfDiagrams(expected: ExpectedDiagram, seen: Seen): string[] {
  const charts = seen.diagrams.filter(({ kind }) => kind === 'xychart');
  const others = seen.diagrams.filter(({ kind }) => kind !== 'xychart');
  return [
    ...problemsOfGantt(expected, others),
    ...(charts.length === expected.charts ? [] : [`it has ${charts.length} charts`]),
    ...charts.flatMap((chart) => [
      ...(chart.width > 300 && chart.height > 80 ? [] : ['a chart is too small']),
      ...(chart.texts.length > 5 ? [] : ['a chart has no labels']),
      ...problemsOfTexts(chart),
    ]),
  ];
}

function problemsOfGantt(expected: ExpectedDiagram, diagrams: readonly SeenDiagram[]): string[] {
  if (expected.sections.length === 0) return diagrams.length === 0 ? [] : ['it has a diagram'];
  const [diagram, ...more] = diagrams;
  if (diagram === undefined || more.length > 0) return [`it has ${diagrams.length} diagrams`];
  if (diagram.error !== '') return [`Mermaid does not draw it: ${diagram.error}`];
  const { bars, height, sections, width } = diagram;
  const signs = bars.map(({ colour }) => signOf(colour)).join('');
  const starts = new Set(bars.map(({ left }) => left));
  return [
    sections.join() === expected.sections.join() ? '' : `its sections are ${sections.join(', ')}`,
    signs === expected.bars ? '' : `its bars are ${signs}, not ${expected.bars}`,
    starts.size === bars.length ? '' : 'bars begin at the same time',
    width > 300 && height > 50 ? '' : `it is drawn ${width} by ${height}`,
    ...problemsOfTexts(diagram),
  ].filter((problem) => problem !== '');
}

function problemsOfTexts({ bars, frame, page, texts }: SeenDiagram): string[] {
  const hidden = texts.filter((text) => !isWithin(text, frame));
  const pale = texts.filter(
    (text) => contrast(text.colour, backgroundOf(text, bars, page)) < READABLE,
  );
  const crossed = texts.filter((text, index) =>
    texts.slice(index + 1).some((other) => doOverlap(text, other)),
  );
  const say = (what: string) => (text: SeenText) =>
    `the text "${text.text}" of the diagram ${what}`;
  return [
    ...hidden.map(say('is cut off')),
    ...pale.map(say('is hard to read')),
    ...crossed.map(say('lies on another one')),
  ];
}

function backgroundOf(text: SeenText, bars: SeenDiagram['bars'], page: string): string {
  const middle = (text.top + text.bottom) / 2;
  const bar = bars.find(({ top, bottom }) => top <= middle && middle <= bottom);
  return text.isInBar && bar ? bar.colour : page;
}

function isWithin(inner: Box, outer: Box): boolean {
  const slack = 1;
  return inner.left >= outer.left - slack && inner.right <= outer.right + slack;
}

function doOverlap(a: Box, b: Box): boolean {
  const slack = 1;
  return (
    a.left + slack < b.right &&
    b.left + slack < a.right &&
    a.top + slack < b.bottom &&
    b.top + slack < a.bottom
  );
}

/** The sign of the legend that has this colour. */
function signOf(colour: string): string {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour);
  if (blue > red && blue > green) return '🟦';
  if (green > red) return '🟩';
  return green > blue * 1.5 ? '🟨' : '🟥';
}

/** As WCAG defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}
