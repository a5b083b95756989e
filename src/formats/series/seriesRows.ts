/** Series as rows of one table: series, step, the values of its channels, and its label where it has one. */
import { ColumnBuilder } from '#/core/table/columnBuilder';
import type { RecordBatch } from '#/core/table/column';
import type { ReadOptions } from '#/core/reading/readOptions';

export interface OneSeries {
  name?: string;
  /** By channel, all of one length. */
  channels: readonly ArrayLike<number>[];
  /** Of each value; counted without. */
  steps?: ArrayLike<number | string>;
  label?: string | number | null;
}

export class SeriesRows {
  readonly names: string[];
  /** What the columns are: nothing in them is to be guessed. */
  readonly options: ReadOptions;
  rows = 0;
  private count = 0;
  private readonly builders: ColumnBuilder[];
  private readonly hasLabel: boolean;

  /** `label`: words, or a number to be predicted. */
  constructor(channels: readonly string[], label?: 'words' | 'number', areDates = false) {
    this.hasLabel = label !== undefined;
    this.names = [
      'series',
      areDates ? 'time' : 'step',
      ...channels,
      ...(label ? [label === 'words' ? 'label' : 'target'] : []),
    ];
    this.builders = this.names.map((name, i) => new ColumnBuilder(name === 'label' || i === 0));
    this.options = {
      columns: {
        series: { as: 'text' },
        ...(!areDates && { step: { as: 'number' } }),
        ...Object.fromEntries(channels.map((name) => [name, { as: 'number' as const }])),
        ...(label && {
          [label === 'words' ? 'label' : 'target']: {
            as: label === 'words' ? ('text' as const) : ('number' as const),
          },
        }),
      },
    };
  }

  add({ name, channels, steps, label }: OneSeries): void {
    this.count++;
    const own = name ?? String(this.count);
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      const row = this.rows++;
      this.builders[0]?.addText(row, own);
      const step = steps?.[i] ?? i;
      if (typeof step === 'number') this.builders[1]?.addNumber(row, step);
      else this.builders[1]?.addText(row, step);
      for (const [c, values] of channels.entries()) {
        const value = values[i] as number;
        if (Number.isNaN(value)) this.builders[2 + c]?.addMissing(row);
        else this.builders[2 + c]?.addNumber(row, value);
      }
      if (!this.hasLabel) continue;
      const last = this.builders.at(-1);
      if (label === null || label === undefined || Number.isNaN(label)) last?.addMissing(row);
      else if (typeof label === 'number') last?.addNumber(row, label);
      else last?.addText(row, label);
    }
  }

  take(): RecordBatch {
    const { rows } = this;
    this.rows = 0;
    return { rows, columns: this.builders.map((builder) => builder.finish(rows)) };
  }
}
