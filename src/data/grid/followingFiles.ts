/** Whether the times of several files follow each other: then they may be one recording rather than many. */
import { absoluteSeconds } from '#/core/grid/cfTime';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import type { DataIssue } from '#/core/protocol/dataset';
import type { GridPlan } from './gridPlan';

export class FollowingFiles {
  readonly #first: GridPlan;
  readonly #isFree: boolean;
  #last: number | undefined;
  #count = 1;

  constructor({ files, labels }: GridImportOptions, first: GridPlan) {
    this.#first = first;
    this.#last = endOf(first);
    // Labels of whole files, or windows of each, speak of recordings.
    this.#isFree = files === undefined && (labels.kind === 'future' || labels.kind === 'none');
  }

  /** The next file differs from the first by its number of times only, and all are stretches of one time. */
  areLonger(next: GridPlan): boolean {
    const { sizes, channels } = this.#first;
    const same = (['sample', 'x', 'y', 'z'] as const).every((role) => next.sizes[role] === sizes[role]);
    return (
      this.#isFree &&
      same &&
      sizes.sample === 1 &&
      next.channels.length === channels.length &&
      next.sizes.time !== sizes.time &&
      startOf(next) !== undefined &&
      endOf(this.#first) !== undefined
    );
  }

  add(next: GridPlan): void {
    const start = startOf(next);
    if (this.#last !== undefined && start !== undefined && start > this.#last) {
      this.#last = endOf(next);
      this.#count++;
    } else this.#last = undefined;
  }

  told(joined: boolean): DataIssue[] {
    if (joined)
      return [
        {
          severity: 'info',
          message: 'The files were joined in the order of their times: they are one recording.',
          hint: 'Import them with files: "recordings" of options.grid if each is a recording of its own, of equal length.',
        },
      ];
    if (this.#count < 2 || this.#last === undefined || !this.#isFree) return [];
    return [
      {
        severity: 'info',
        message: 'Each file is a recording of its own, and their times follow each other.',
        hint: 'Import them with files: "time" of options.grid to join them in time, so that windows run from one into the next.',
      },
    ];
  }
}

const startOf = ({ times }: GridPlan): number | undefined =>
  times && absoluteSeconds(times.values[0] ?? Number.NaN, times.unit, times.calendar);

const endOf = ({ times }: GridPlan): number | undefined =>
  times && absoluteSeconds(times.values.at(-1) ?? Number.NaN, times.unit, times.calendar);
