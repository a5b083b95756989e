import '@tensorflow/tfjs'; // the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { slotsOf } from '#/core/optimizers/optimizerDef';
import { optimizers } from '#/core/optimizers/registry';
import { uniforms } from '#/core/random/random';
import { updateGroup } from '../../train/step/groupUpdate';
import { updateInputs } from '../fusedUpdate';
import { traceElementwise } from '../traceElementwise';
import { assembleUpdate, canUpdate, type UpdateKernel } from './updateModule';

const memory = new WebAssembly.Memory({ initial: 4 });
const heap = new Float32Array(memory.buffer);
/** No multiple of four. */
const size = 103;
const [packedAt, gradientAt, resultAt, constantsAt] = [0, 1000, 2000, 3000];

it.each(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adagrad', 'adadelta', 'adam', 'adamw', 'adamax', 'lion'])(
  '%s equals its operations, and writes nothing beside the result',
  async (type) => {
    await tf.setBackend('cpu');
    const optimizer = optimizers.get(type);
    const params = optimizer.params.parse({});
    const slots = slotsOf(optimizer, params);
    const count = size * (1 + slots.length);
    const packed = uniforms(1, 'packed', 0, count);
    const gradient = uniforms(1, 'gradient', 0, size).map((u) => u - 0.5);
    const settings = { size, learningRate: 0.1, step: 3, decay: true };
    const expected = updateGroup(tf, optimizer, params, {
      packed: tf.tensor1d(packed),
      gradient: tf.tensor1d(gradient),
      ...settings,
    });
    const trace = traceElementwise(updateInputs(slots), (traced, tensors) => {
      const named = Object.fromEntries(slots.map((slot) => [slot, tensors[`slot:${slot}`] as tf.Tensor]));
      const { weight, gradient } = tensors as { weight: tf.Tensor; gradient: tf.Tensor };
      const next = optimizer.update(traced, { ...settings, weight, gradient, slots: named }, params);
      return [next.weight, ...slots.map((slot) => next.slots[slot] as tf.Tensor)];
    });
    expect(canUpdate(trace)).toBe(true);
    heap.fill(Number.NaN);
    heap.set(packed, packedAt);
    heap.set(gradient, gradientAt);
    heap.set(trace.constants, constantsAt);
    const compiled = new WebAssembly.Module(assembleUpdate(trace, false));
    const update = new WebAssembly.Instance(compiled, { env: { memory } }).exports.update as UpdateKernel;
    update(4 * packedAt, 4 * gradientAt, 4 * resultAt, 4 * constantsAt, 4 * size, size);
    const wanted = await expected.data();
    for (let i = 0; i < count; i++)
      expect(Math.abs((heap[resultAt + i] as number) - (wanted[i] as number))).toBeLessThan(1e-6);
    expect(heap[resultAt - 1]).toBeNaN();
    expect(heap[resultAt + count]).toBeNaN();
  },
);
