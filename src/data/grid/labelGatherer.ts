/** Labels of an import, gathered while its files are read one after the other. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { LabelSource } from '#/core/grid/gridSchema';
import type { GridPlan } from './gridPlan';
import { joinLabels, type LabelTable, withFreeNames } from './labelTable';
import { readLabelTable } from './readLabelTable';
import {
  eventOfFlags,
  labelColumn,
  labelNameOf,
  readVariableLabels,
  textLabels,
  type VariableLabels,
} from './readLabels';
import { fileColumn } from './writeSamples';

const folderColumn = 'class';

export class LabelGatherer {
  readonly #source: LabelSource;
  /** Of each recording, or of some that follow each other in one file. */
  readonly #files: readonly { name: string }[];
  readonly #plan: GridPlan;
  readonly #read = new Map<string, Omit<VariableLabels, 'values'> & { parts: Float64Array[] }>();
  #table: LabelTable | undefined;

  constructor(source: LabelSource, files: readonly { name: string }[], plan: GridPlan) {
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

  async readVariables(arrays: ArrayFile): Promise<void> {
    for (const name of this.#variables()) {
      const read = await readVariableLabels(arrays, this.#plan, name);
      const known = this.#read.get(name);
      if (known) known.parts.push(read.values);
      else this.#read.set(name, { per: read.per, classes: read.classes, parts: [read.values] });
    }
  }

  /** The column that a person said to predict. */
  get target(): string | undefined {
    if (this.#source.kind === 'variable') return labelNameOf(this.#source.variable);
    return this.#source.kind === 'folder' ? folderColumn : undefined;
  }

  #variables(): string[] {
    return this.#source.kind === 'variable' ? [...(this.#source.also ?? []), this.#source.variable] : [];
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
    const table = own && files ? joinLabels(files, own, this.#recordings, time) : (own ?? files);
    if (!table) return undefined;
    const rows = table.per === 'time' ? this.#recordings * time : this.#recordings;
    return { ...withFreeNames(table), rows };
  }

  #own(): LabelTable | undefined {
    if (this.#source.kind === 'variable')
      return [...this.#read]
        .map(([name, { per, classes, parts }]): LabelTable => {
          const column = labelColumn(parts, classes);
          const label = labelNameOf(name);
          const event = eventOfFlags(classes);
          return { per, names: [label], ...(event && { events: { [label]: event } }), columns: [column] };
        })
        .reduce((all, one) => joinLabels(all, one, this.#recordings, this.#plan.sizes.time));
    if (this.#source.kind === 'folder')
      return textLabels(folderColumn, this.#source.folders, this.#plan.sizes.sample);
    return this.#table;
  }
}
