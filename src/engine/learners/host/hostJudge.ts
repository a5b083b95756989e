/** What a body is worth, from raw outputs made on the host: the same meters and the same loss that trainings on a device are judged by. */
import type { KeptRows } from '#/core/tasks/keptRows';
import { openCpu } from '../../backends/cpu';
import type { Split } from '../../kinds/preparedData';
import { withCpu } from '../../predict/withCpu';
import { SplitMeter, type SplitName } from '../../train/judge/splitMeter';
import type { HostSpec } from './hostSpec';

/** Raw outputs of the rows [from, to) of a split, row-major. */
export type OutputsOf = (from: number, to: number) => Float32Array | Promise<Float32Array>;

export interface HostVerdict {
  metrics: Record<string, number>;
  loss: number;
  /** Of the rows at `places`, where these were given. */
  kept?: KeptRows;
}

export type HostJudge = (
  name: SplitName,
  split: Split,
  outputsOf: OutputsOf,
  places?: ArrayLike<number>,
) => Promise<HostVerdict>;

const rowsAtOnce = 4096;

export async function openHostJudge(spec: HostSpec): Promise<HostJudge> {
  const { tf } = await openCpu();
  const { lossParams } = spec;
  const lossSum = async (outputs: Float32Array, target: Split['target']): Promise<number> => {
    const losses = withCpu(tf, () =>
      tf.tidy(() => {
        const output = tf.tensor2d(outputs, [target.length, spec.outputWidth]);
        const truth = tf.tensor1d(target, target instanceof Int32Array ? 'int32' : 'float32');
        return spec.loss.perRow(tf, output, truth, lossParams, 0);
      }),
    );
    try {
      return (await losses.data<'float32'>()).reduce((sum, value) => sum + value, 0);
    } finally {
      losses.dispose();
    }
  };
  return async (name, split, outputsOf, places) => {
    const meter = new SplitMeter(name, spec, split, places);
    let loss = 0;
    for (let from = 0; from < split.rows; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, split.rows);
      const outputs = await outputsOf(from, to);
      meter.add(from, outputs);
      loss += await lossSum(outputs, split.target.subarray(from, to));
    }
    const mean = loss / split.rows;
    return { metrics: meter.metrics(mean), loss: mean, kept: meter.kept };
  };
}
