import { isMet, type Row } from './statistics.ts'

const HEAD = ['measured', 'unit', 'ours p50', 'p95', 'baseline p50', 'p95', 'ratio', 'budget', 'met']

/** The rows as a plain table with aligned columns. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  const text = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
  const [head = [], ...body] = lines
  return [text(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(text)].join('\n')
}

function cellsOf(row: Row): string[] {
  const { name, unit, ours, baseline, ratio, budgets } = row
  return [
    name,
    unit,
    number(ours.median),
    number(ours.p95),
    baseline ? number(baseline.median) : '-',
    baseline ? number(baseline.p95) : '-',
    ratio === null ? '-' : `${ratio.toFixed(2)}x`,
    budgets.map(({ of, atMost }) => (of === 'ratio' ? `${atMost}x` : `${of} ${atMost}`)).join(', ') || '-',
    budgets.length === 0 ? '-' : budgets.every((budget) => isMet(row, budget)) ? 'yes' : 'NO',
  ]
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3)
}
