/** A final figure as people read it: of the run page, the list of models and the report. */
import type { FinalFigure } from './finalFigure';

const titles: Record<string, string> = {
  accuracy: 'accuracy',
  rmse: 'RMSE',
  skill: 'skill over persistence',
  meanAveragePrecision: 'mAP',
  pinball: 'pinball loss',
  natsPerCharacter: 'nats per character',
  iou: 'mean IoU',
  pixelRmse: 'RMSE of pixels, 0 to 255',
  oddShare: 'share of odd rows',
};

const shares = new Set(['accuracy', 'oddShare']);

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
  /** "61.2 %; one label for all: 50 %"; of labels that are not about equally frequent. */
  balanced?: string;
  /** Whole sentences: what makes the figure worth less than it looks. */
  notes: string[];
}

/** Labels are unbalanced where the most frequent has this times its equal share. */
const unbalancedFrom = 1.25;

export function figureWords(figure: FinalFigure, number: (value: number) => string): FigureWords {
  const { part, metric, value, low, high, rows, free, balanced } = figure;
  const text = (value: number) =>
    shares.has(metric) ? `${number(Number((value * 100).toFixed(1)))} %` : number(value);
  const isUnbalanced = balanced && (free?.value ?? 0) >= unbalancedFrom * balanced.free;
  const count = rows.toLocaleString('en-US');
  return {
    title: `${part === 'test' ? 'Test' : 'Validation'} ${titles[metric] ?? metric}`,
    value: text(value),
    ...(low !== undefined && high !== undefined && { interval: `${text(low)} to ${text(high)}` }),
    on:
      part === 'test'
        ? `${count} test ${rows === 1 ? 'row' : 'rows'}, which training never saw`
        : `${count} validation ${rows === 1 ? 'row' : 'rows'}, which also chose what was kept`,
    ...(free && { free: `${free.answer}: ${text(free.value)}` }),
    ...(isUnbalanced && {
      balanced: `${text(balanced.value)}; one label for all: ${text(balanced.free)}`,
    }),
    notes: [...alwaysNote(figure), ...copiesNote(figure, text)],
  };
}

const alwaysNote = ({ always }: FinalFigure): string[] =>
  always === undefined
    ? []
    : [
        `The model answers “${always}” for every row: it tells nothing apart. Try balanced sampling on the Train page, columns that say more, or more rows of the other labels.`,
      ];

function copiesNote({ copies, rows, part }: FinalFigure, text: (value: number) => string): string[] {
  if (!copies) return [];
  const some = `${copies.rows.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} ${part} rows equal a row that was learnt from`;
  return [
    copies.value === undefined
      ? `${some}: nothing here was new to the model.`
      : `${some}; without them the figure is ${text(copies.value)}.`,
  ];
}
