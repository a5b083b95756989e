/** A final figure as people read it: of the run page, the list of models and the report. */
import type { FinalFigure } from './finalFigure';

const titles: Record<string, string> = {
  accuracy: 'accuracy',
  rmse: 'RMSE',
  skill: 'skill over persistence',
};

const shares = new Set(['accuracy']);

export interface FigureWords {
  /** "Test accuracy". */
  title: string;
  /** "91.3 %". */
  value: string;
  /** "85.7 % to 94.9 %". */
  interval?: string;
  /** "300 test rows, which training never saw". */
  on: string;
  /** "always “no”: 73 %". */
  free?: string;
}

export function figureWords(
  { part, metric, value, low, high, rows, free }: FinalFigure,
  number: (value: number) => string,
): FigureWords {
  const text = (figure: number) =>
    shares.has(metric) ? `${number(Number((figure * 100).toFixed(1)))} %` : number(figure);
  const count = rows.toLocaleString('en-US');
  return {
    title: `${part === 'test' ? 'Test' : 'Validation'} ${titles[metric] ?? metric}`,
    value: text(value),
    ...(low !== undefined && high !== undefined && { interval: `${text(low)} to ${text(high)}` }),
    on:
      part === 'test'
        ? `${count} test ${rows === 1 ? 'row' : 'rows'}, which training never saw`
        : `${count} validation ${rows === 1 ? 'row' : 'rows'}, which also chose the best weights`,
    ...(free && { free: `${free.answer}: ${text(free.value)}` }),
  };
}
