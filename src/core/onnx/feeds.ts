/** Pipeline columns as the feeds of an exported model; the caller makes its runtime's tensors of them. */
import { TetradError } from '#/core/protocol/errors';
import type { Values } from '#/core/transforms/transformDef';
import type { ExportedInput } from '../kinds/kindDef';

export type Feed =
  | { name: string; type: 'float64'; data: Float64Array; dims: [number, number] }
  | { name: string; type: 'float32'; data: Float32Array; dims: number[] }
  | { name: string; type: 'int64'; data: BigInt64Array; dims: number[] }
  | { name: string; type: 'uint8'; data: Uint8Array; dims: number[] }
  | { name: string; type: 'string'; data: string[]; dims: [number, number] };

export function toFeeds(inputs: readonly ExportedInput[], columns: ReadonlyMap<string, Values>): Feed[] {
  return inputs.map(({ name, column: field }): Feed => {
    const values = columns.get(field);
    if (!values)
      throw new TetradError({
        code: 'badInput',
        message: `The column "${field}" is missing.`,
        place: `input ${name}`,
      });
    if (values.kind === 'number')
      return { name, type: 'float64', data: values.data, dims: [values.data.length, 1] };
    return {
      name,
      type: 'string',
      data: values.data.map((text) => text ?? ''),
      dims: [values.data.length, 1],
    };
  });
}
