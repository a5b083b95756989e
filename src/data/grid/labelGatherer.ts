/** Labels of an import, gathered while its files are read one after the other. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { LabelSource } from '#/core/grid/gridSchema';
import type { GridPlan } from './gridPlan';
import { besides, type LabelTable, withFreeNames } from './labelTable';
import { readLabelTable } from './readLabelTable';
import { labelNameOf, readVariableLabels, textLabels } from './readLabels';
import { fileColumn } from './writeSamples';

export class LabelGatherer {
  readonly #source: LabelSource;
  readonly #files: readonly File[];
  readonly #plan: GridPlan;
  readonly #values: Float32Array[] = [];
  #per: LabelTable['per'] = 'recording';
  #table: LabelTable | undefined;

  constructor(source: LabelSource, files: readonly File[], plan: GridPlan) {
    this.#source = source;
    this.#files = files;
    this.#plan = plan;
  }

  get #recordings(): number {
    return this.#files.length * this.#plan.sizes.sample;
  }

  /** Before the field is read: a table that does not fit costs no waiting. */
  async readTable(signal: AbortSignal): Promise<void> {
    if (this.#source.kind !== 'table') return;
    const { sample, time } = this.#plan.sizes;
    const recordingNames =
      this.#files.length > 1 && sample === 1
        ? this.#files.map(({ name }) => name)
        : Array.from({ length: this.#recordings }, (_, i) => String(i));
    const target = { recordings: this.#recordings, times: time, recordingNames };
    this.#table = await readLabelTable(this.#source, target, signal);
  }

  async readVariable(arrays: ArrayFile): Promise<void> {
    if (this.#source.kind !== 'variable') return;
    const { per, values } = await readVariableLabels(arrays, this.#plan, this.#source.variable);
    this.#per = per;
    this.#values.push(values);
  }

  /** With the names of the files when there are several; undefined when there is nothing to say of a sample. */
  table(): (LabelTable & { rows: number }) | undefined {
    const { sample, time } = this.#plan.sizes;
    const files =
      this.#files.length > 1
        ? textLabels(
            fileColumn,
            this.#files.map(({ name }) => name),
            sample,
          )
        : undefined;
    const own = this.#own();
    const table = own && files ? besides(files, own, this.#recordings, time) : (own ?? files);
    if (!table) return undefined;
    const rows = table.per === 'time' ? this.#recordings * time : this.#recordings;
    return { ...withFreeNames(table), rows };
  }

  #own(): LabelTable | undefined {
    if (this.#source.kind === 'variable') {
      const values = new Float64Array(this.#values.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of this.#values) {
        values.set(part, at);
        at += part.length;
      }
      const names = [labelNameOf(this.#source.variable)];
      return { per: this.#per, names, columns: [{ physical: 'f64', values }] };
    }
    if (this.#source.kind === 'folder')
      return textLabels('class', this.#source.folders, this.#plan.sizes.sample);
    return this.#table;
  }
}
