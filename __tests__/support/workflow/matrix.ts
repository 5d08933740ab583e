import type { Value } from './evaluate.ts';

export type Cell = Record<string, Value>;

/**
 * The cells of `strategy.matrix`, in GitHub's order: every combination of the lists without those of
 * `exclude`; an item of `include` joins each cell that it contradicts in no list, or is a cell of its own.
 */
export function matrixCells(matrix: Record<string, Value>): Cell[] {
  const { include = [], exclude = [], ...lists } = matrix;
  const names = Object.keys(lists);
  const cells = names.reduce<Cell[]>(
    (sofar, name) =>
      sofar.flatMap((cell) =>
        (lists[name] as Value[]).map((value) => ({ ...cell, [name]: value })),
      ),
    names.length > 0 ? [{}] : [],
  );
  const kept = cells.filter((cell) => !(exclude as Cell[]).some((each) => agrees(cell, each)));
  return (include as Cell[]).reduce((sofar, item) => joined(sofar, item, names), kept);
}

function joined(cells: Cell[], item: Cell, names: string[]): Cell[] {
  const fixed = Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
  const fits = (cell: Cell) => names.some((name) => name in cell) && agrees(cell, fixed);
  return cells.some(fits)
    ? cells.map((cell) => (fits(cell) ? { ...cell, ...item } : cell))
    : [...cells, item];
}

function agrees(cell: Cell, part: Cell): boolean {
  return Object.entries(part).every(
    ([name, value]) => JSON.stringify(cell[name]) === JSON.stringify(value),
  );
}
