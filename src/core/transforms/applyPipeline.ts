import { TetradError } from '#/core/protocol/errors';
import { limited } from './featureLimit';
import { columnOf } from './fitPipeline';
import type { FittedFeature, FittedPipeline } from './pipeline';
import { transforms as listed, type TransformRegistry } from './registry';
import type { Values } from './transformDef';
import { rowCount } from './valueRows';

/** Hears of every value that is too far from those of training and counts as the limit, or is no number at all. */
export type OnFar = (field: string, row: number) => void;

/** Raw columns by field name to the network's input, row-major [rows, pipeline.width]. Computed in float64. */
export function applyPipeline(
  pipeline: FittedPipeline,
  columns: ReadonlyMap<string, Values>,
  transforms: TransformRegistry = listed,
  onFar?: OnFar,
): Float32Array {
  const first = pipeline.features[0];
  const rows = first ? rowCount(columnOf(columns, first.column)) : 0;
  const out = new Float32Array(rows * pipeline.width);
  let offset = 0;
  for (const feature of pipeline.features) {
    const raw = columnOf(columns, feature.column);
    const block = applyFeature(feature, raw, transforms);
    // What fills no gaps hands them on.
    const isGap = (row: number) => raw.kind === 'number' && Number.isNaN(raw.data[row * raw.width]);
    if (rowCount(block) !== rows)
      throw new TetradError({
        code: 'badInput',
        message: `The column "${feature.column}" has ${rowCount(block)} rows where ${rows} were expected.`,
        place: `column ${feature.column}`,
      });
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < block.width; c++) {
        const value = block.data[row * block.width + c] as number;
        const near = limited(value);
        if (near !== value && !isGap(row)) onFar?.(feature.column, row);
        out[row * pipeline.width + offset + c] = near;
      }
    offset += feature.outputNames.length;
  }
  return out;
}

function applyFeature(
  feature: FittedFeature,
  column: Values,
  transforms: TransformRegistry = listed,
): Extract<Values, { kind: 'number' }> {
  let values = column;
  for (const step of feature.steps) {
    const def = transforms.get(step.type, `column ${feature.column}`);
    values = def.apply(values, step.state, def.params.parse(step.params));
  }
  if (values.kind === 'number') return values;
  throw new TetradError({
    code: 'corrupt',
    message: `The stored steps of the column "${feature.column}" end in text.`,
    place: `column ${feature.column}`,
  });
}
