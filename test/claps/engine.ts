/** What src/engine/kinds would get. */
import type { RawSamples, WindowSamples } from '#/core/kinds/rawSamples';
import type { RawRow } from '#/core/protocol/model';
import { splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { readColumns } from '#/core/table/readColumns';
import { taskOf } from '#/core/tasks/registry';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import type { AskedVersion, KindEngine } from '#/engine/kinds/kindEngine';
import type { JudgedRows, Split } from '#/engine/kinds/preparedData';
import { classCodes, encodeTarget, inferTask, presentRows } from '#/engine/kinds/target';
import { bins, clapsKind, eventsOf, type FittedEvents, momentsColumn } from './core';

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>) => input.fitted as FittedEvents;

function countsOf(lists: readonly unknown[], seconds: number): WindowSamples {
  const values = new Float32Array(lists.length * bins);
  for (const [row, list] of lists.entries())
    for (const text of String(list ?? '').split(' ')) {
      const part = Math.floor((Number(text) / seconds) * bins);
      if (text !== '' && part >= 0 && part < bins) values[row * bins + part]! += 1;
    }
  return { form: 'windows', rows: lists.length, shape: [bins], values };
}

const windowsOf = (samples: RawSamples): WindowSamples => {
  if (samples.form === 'windows') return samples;
  throw new Error('not events');
};

const asked = (rows: readonly RawRow[], fitted: FittedEvents) =>
  countsOf(
    rows.map((row) => row[momentsColumn]),
    fitted.seconds,
  );

export const claps: KindEngine = {
  type: clapsKind,
  async prepare({ schema, chunks }, request, blobs) {
    const { target } = request;
    const asText = new Set([momentsColumn, target]);
    const columns = await readColumns(chunks, blobs, schema, [momentsColumn, target], { asText });
    const moments = columns.get(momentsColumn) as Values;
    const truth = columns.get(target) as Values;
    const present = presentRows(truth);
    const values = takeRows(truth, present);
    const wanted = inferTask(request, values);
    const codes = classCodes(wanted, values);
    const split = planSplit(
      wanted,
      { samples: present.length, word: 'recording', codes },
      { ...request.config, fold: request.fold },
    );
    const listsOf = (rows: Uint32Array) => Array.from(rows, (row) => moments.data[present[row] as number]);
    const { seconds } = eventsOf(schema);
    const most = Math.max(1, ...countsOf(listsOf(split.train), seconds).values);
    const task = taskOf(wanted).fit(wanted, takeRows(values, split.train));
    const toSplit = (rows: Uint32Array): Split => ({
      rows: rows.length,
      features: countsOf(listsOf(rows), seconds).values.map((count) => count / most),
      target: encodeTarget(task, takeRows(values, rows)),
    });
    const judged = (rows: Uint32Array): JudgedRows => ({
      rows: rows.map((row) => present[row] as number),
      truth: Float64Array.from(rows, (row) => codes?.[row] ?? Number.NaN),
    });
    return {
      task,
      inputs: schema.columns.filter(({ name }) => name === momentsColumn),
      input: { kind: clapsKind, fitted: { seconds, bins, most } satisfies FittedEvents },
      shape: [bins],
      train: toSplit(split.train),
      val: toSplit(split.val),
      judged: judged(split.val),
      sampleRows: listsOf(split.val).map((list) => ({ [momentsColumn]: list as string })),
      split: splitSummary(split, []),
      warnings: split.notes,
    };
  },
  async open(model, { schema, chunks }, blobs) {
    const asText = new Set([momentsColumn]);
    const columns = await readColumns(chunks, blobs, schema, [momentsColumn], { asText });
    const lists = columns.get(momentsColumn)?.data as string[];
    return {
      inputs: [{ name: momentsColumn }],
      read: async (rows) =>
        countsOf(
          Array.from(rows, (row) => lists[row]),
          fittedOf(model).seconds,
        ),
    };
  },
  ask: async (model, { rows }) => asked(rows, fittedOf(model)),
  enter: (model, samples) => windowsOf(samples).values.map((count) => count / fittedOf(model).most),
  trial: async (model) => asked(model.sampleRows, fittedOf(model)),
  feeds: (inputs, samples) => [
    {
      name: inputs[0]?.name ?? '',
      type: 'float32',
      data: Float32Array.from(windowsOf(samples).values),
      dims: [samples.rows, bins],
    },
  ],
  tolerance: 1e-5,
  onWebgpu: false,
};
