import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { sizeOf } from '#/core/arch/sizeOf';
import { initWeights } from '#/core/arch/initWeights';
import { gridSpec } from '../fixtures/gridSpec';
import { openNodeWasm } from '../fixtures/nodeWasm';
import { SplitTensors } from '../step/splitTensors';
import { Stepper } from '../step/stepper';
import { SplitMeter } from './splitMeter';

/** What persistence answers, so that there is nothing to compute but outputs. */
const size = [2, 16, 16, 16, 2] as const;
const frame = sizeOf(size.slice(1));

it('outputs of a forecast are judged as they come: memory does not grow with the number of rows', async () => {
  const { tf, ...backend } = await openNodeWasm();
  const task = { type: 'forecast', target: 'future', horizon: 1, channels: ['a', 'b'] };
  const spec = gridSpec({ task, shape: [...size], rows: 8, family: 'cnn4d' });
  spec.arch = {
    version: 1,
    inputs: [{ name: 'input', shape: [...size] }],
    nodes: [
      { id: 'last', type: 'lastTime', inputs: ['input'], params: {} },
      { id: 'output', type: 'flatten', inputs: ['last'], params: {} },
    ],
    outputs: [{ name: 'output', node: 'output' }],
  };
  const stepper = new Stepper(spec, { tf, ...backend }, initWeights(spec.arch, 1));
  const before = tf.memory().numBytes;
  const peakOf = async (rows: number) => {
    const { train } = spec;
    const split = {
      ...train,
      rows,
      frames: Int32Array.from({ length: rows * 2 }, (_, i) => train.frames?.[i % 16] as number),
      targetFrames: Int32Array.from({ length: rows }, (_, i) => train.targetFrames?.[i % 8] as number),
    };
    const meter = new SplitMeter('train', spec, split);
    const tensors = new SplitTensors(tf, split, [...size], backend.maxTensorBytes, stepper.train);
    let [peak, taken] = [0, 0];
    const loss = await stepper.evaluate(tensors, (start, outputs) => {
      expect(start * frame).toBe(taken);
      taken += outputs.length;
      peak = Math.max(peak, tf.memory().numBytes - before);
      meter.add(start, outputs);
    });
    expect(taken).toBe(rows * frame);
    expect(meter.metrics(loss).trainSkill).toBeCloseTo(0, 6);
    return peak;
  };
  const [some, many] = [await peakOf(512), await peakOf(2_048)];
  // 64 MB of outputs in all, 16 MB a part, of which at most three are there at once.
  expect(many).toBeLessThan(3.2 * some);
  expect(many).toBeLessThan(56e6);
  stepper.dispose();
});
