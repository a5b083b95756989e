/** Named float32 arrays in one blob, and back: weights of a version, and everything in a checkpoint. Little-endian, row-major. */
import { sizeOf } from '../arch/sizeOf';
import type { HostWeight } from '../layers/layerDef';
import { TetradError } from '../protocol/errors';
import type { WeightRef } from '../protocol/model';

export function packWeights(weights: ReadonlyMap<string, HostWeight>): {
  bytes: Uint8Array<ArrayBuffer>;
  tensors: WeightRef[];
} {
  const tensors: WeightRef[] = [];
  let byteOffset = 0;
  for (const [name, { shape, data }] of weights) {
    tensors.push({ name, shape: [...shape], byteOffset });
    byteOffset += data.byteLength;
  }
  const bytes = new Uint8Array(byteOffset);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { data } of weights.values()) {
    for (let i = 0; i < data.length; i++, at += 4) view.setFloat32(at, data[i] as number, true);
  }
  return { bytes, tensors };
}

export function unpackWeights(
  bytes: Uint8Array<ArrayBuffer>,
  tensors: readonly WeightRef[],
): Map<string, HostWeight> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const weights = new Map<string, HostWeight>();
  for (const { name, shape, byteOffset } of tensors) {
    const data = new Float32Array(sizeOf(shape));
    if (byteOffset < 0 || byteOffset + data.byteLength > bytes.byteLength)
      throw new TetradError({
        code: 'corrupt',
        message: `The stored weights end before "${name}".`,
        hint: 'Train the model again.',
      });
    for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(byteOffset + i * 4, true);
    weights.set(name, { shape: [...shape], data });
  }
  return weights;
}
