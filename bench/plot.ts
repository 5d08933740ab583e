export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Labels of the points, which are then drawn without a line. */
  readonly labels?: readonly string[];
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

const WIDTH = 720;
const HEIGHT = 400;
const EDGE = { left: 64, right: 24, top: 40, bottom: 52 };
const COLOURS = ['#0b6bcb', '#c2410c', '#15803d', '#7c3aed', '#b45309', '#475569'];

/** Renders a chart as SVG, with both axes from 0. */
export function chart({ title, x, y, series }: Chart): string {
  const points = series.flatMap((each) => each.points);
  const xs = ticks(Math.max(...points.map(([value]) => value)));
  const ys = ticks(Math.max(...points.map(([, value]) => value)));
  const place = placing(xs.at(-1) ?? 1, ys.at(-1) ?? 1);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(EDGE.left, 22, title, 'font-size="15" font-weight="bold"'),
    ...xs.map((value) => text(place.x(value), HEIGHT - 32, label(value), MIDDLE)),
    ...ys.flatMap((value) => [
      `<path d="M${EDGE.left} ${place.y(value)}H${WIDTH - EDGE.right}" stroke="#e2e8f0"/>`,
      text(EDGE.left - 6, place.y(value) + 4, label(value), 'text-anchor="end"'),
    ]),
    text((WIDTH + EDGE.left) / 2, HEIGHT - 10, x, MIDDLE),
    text(16, HEIGHT / 2, y, `${MIDDLE} transform="rotate(-90 16 ${HEIGHT / 2})"`),
    ...series.flatMap((each, index) => drawn(each, index, place)),
    '</svg>',
    '',
  ].join('\n');
}

const MIDDLE = 'text-anchor="middle"';

interface Placing {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

function placing(mostX: number, mostY: number): Placing {
  const [width, height] = [WIDTH - EDGE.left - EDGE.right, HEIGHT - EDGE.top - EDGE.bottom];
  return {
    x: (value) => round(EDGE.left + (value / mostX) * width),
    y: (value) => round(HEIGHT - EDGE.bottom - (value / mostY) * height),
  };
}

function drawn({ name, points, labels }: Series, index: number, place: Placing): string[] {
  const colour = COLOURS[index % COLOURS.length] ?? '#000';
  if (labels) {
    return points.flatMap(([x, y], at) => [
      `<circle cx="${place.x(x)}" cy="${place.y(y)}" r="4" fill="${colour}"/>`,
      text(place.x(x) + 8, place.y(y) + 4, labels[at] ?? '', `fill="${colour}"`),
    ]);
  }
  const path = points.map(([x, y]) => `${place.x(x)} ${place.y(y)}`).join('L');
  const legendY = EDGE.top + 14 + index * 16;
  return [
    `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
    text(WIDTH - EDGE.right, legendY, name, `text-anchor="end" fill="${colour}"`),
  ];
}

/** Returns about five round numbers from 0 to at least `most`. */
export function ticks(most: number): number[] {
  const rough = Math.max(most, Number.MIN_VALUE) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => round(index * step));
}

function label(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 6 });
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

function text(x: number, y: number, content: string, attributes: string): string {
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" ${attributes}>${safe}</text>`;
}
