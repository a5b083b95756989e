import { expect, it } from 'vitest';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { trainConfig } from '#/core/protocol/train';
import type { Values } from '#/core/transforms/transformDef';
import type { PrepareRequest } from '../kindEngine';
import { divideRows } from './divideRows';

const count = 200;
const numbers = (of: (row: number) => number): Values => ({
  kind: 'number',
  width: 1,
  data: Float64Array.from({ length: count }, (_, row) => of(row)),
});
const blocksOf = (dividing: Record<string, Values>) => {
  const columns = Object.keys(dividing).map((name) => ({ name, type: 'numeric', role: name }));
  const schema = { kind: 'tabular', columns } as unknown as DatasetVersion['schema'];
  const request = {
    target: 'y',
    task: 'regression',
    config: trainConfig.parse({ validationSplit: 0.4 }),
  } as unknown as PrepareRequest;
  const { split, judged } = divideRows(
    schema,
    numbers((row) => row),
    request,
    new Map(Object.entries(dividing)),
  );
  return judged(split.val);
};

it('takes what follows in time for eight stretches, however the moments lie, and no row for dependent else', () => {
  // Ever closer together, in no order in the file.
  const { rows, blocks } = blocksOf({ time: numbers((row) => Math.log(1 + ((row * 77) % count))) });
  expect(rows.length).toBeGreaterThan(40);
  const byTime = Array.from(rows, (row, at) => ({ moment: (row * 77) % count, block: blocks?.[at] }));
  byTime.sort((a, b) => a.moment - b.moment);
  const stretches = byTime.map(({ block }) => block as number);
  expect(stretches).toEqual(stretches.toSorted((a, b) => a - b));
  const sizes = [...new Set(stretches)].map((block) => stretches.filter((own) => own === block).length);
  expect(sizes).toHaveLength(8);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  expect(blocksOf({}).blocks).toBeUndefined();
});

it('takes groups before time', () => {
  const { rows, blocks } = blocksOf({
    group: numbers((row) => Math.floor(row / 10)),
    time: numbers((row) => row),
  });
  expect(Array.from(blocks ?? [])).toEqual(Array.from(rows, (row) => Math.floor(row / 10)));
});
