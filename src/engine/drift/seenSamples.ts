/**
 * What a model sees of samples: of a network the layer that its answer layer reads, of pictures and series its mean over
 * all places; else what it takes, prepared.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import { layerBeforeAnswer } from '#/core/arch/cut/layerBeforeAnswer';
import { bodyOf } from '#/core/bodies/registry';
import { narrowed, type Points } from '#/core/drift/seen/points';
import { kindOf } from '#/core/kinds/registry';
import { sliceSamples } from '#/core/kinds/rawSamples';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelBody } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { OpenBody } from '../bodies/bodyEngine';
import type { AskedVersion } from '../kinds/kindEngine';
import { kindEngineOf } from '../kinds/registry';
import { rowsPerPass } from '../predict/rowsPerPass';
import { atLayer } from '../predict/valuesAt';
import { samplesOf } from './samplesOf';

/** Values of the input, and rows, per pass: bounds the memory. */
const passValues = 2 ** 18;
const passRows = 256;

export interface SeeingModel extends Pick<OpenBody, 'activations'> {
  version: AskedVersion & { body: ModelBody };
}

export interface SeenSamples {
  points: Points;
  /** Before it was narrowed. */
  width: number;
  /** Number of each sample. */
  rows: Uint32Array<ArrayBuffer>;
  /** Samples of which something is not a number. */
  leftOut: number;
}

/** Of which node of a network; undefined: of another body, or one layer, which sees the prepared input itself. */
export function layerSeen({ activations, version: { body } }: SeeingModel): string | undefined {
  const arch = activations && bodyOf(body).layers?.(body.spec);
  return arch && layerBeforeAnswer(arch);
}

export async function seenOf(
  model: SeeingModel,
  node: string | undefined,
  dataset: DatasetVersion,
  blobs: Storage['blobs'],
  rows: Uint32Array,
  tell: (progress: number) => Promise<void>,
): Promise<SeenSamples> {
  const { version } = model;
  const engine = kindEngineOf(version.input);
  const see =
    node === undefined ? (features: Float32Array) => features : atLayer(model, { node, pooled: 'mean' });
  const most = rowsPerPass(sizeOf(kindOf(version.input).shape(version.input.fitted)), passValues, passRows);
  const parts: Float32Array[] = [];
  const kept: number[] = [];
  let width = 0;
  for await (const { rows: own, samples, progress } of samplesOf(version, dataset, blobs, rows))
    for (let start = 0; start < samples.rows; start += most) {
      const part = sliceSamples(samples, start, Math.min(most, samples.rows - start));
      const found = await see(engine.enter(version, part), part.rows);
      width = found.length / part.rows;
      for (let row = 0; row < part.rows; row++) {
        const values = found.subarray(row * width, (row + 1) * width);
        if (!values.every(Number.isFinite)) continue;
        parts.push(values);
        kept.push(own[start + row] as number);
      }
      await tell(progress * (part.rows / samples.rows));
    }
  const values = new Float32Array(kept.length * width);
  for (const [i, part] of parts.entries()) values.set(part, i * width);
  return {
    points: narrowed({ rows: kept.length, width, values }),
    width,
    rows: Uint32Array.from(kept),
    leftOut: rows.length - kept.length,
  };
}
