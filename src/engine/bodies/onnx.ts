/**
 * An imported ONNX file in ONNX Runtime: on WASM, and on WebGPU once both have given the same answer to the first
 * question and WebGPU was the faster. Any failure of WebGPU leaves it to WASM.
 */
import { type OnnxBody, onnx as def } from '#/core/bodies/onnx';
import { type ArrayFeed, feedsOf } from '#/core/onnxFile/givenArray';
import { TetradError } from '#/core/protocol/errors';
import type { AnsweredArray, OnnxPort, Prediction } from '#/core/protocol/predict';
import { type ModelFiles, type OnnxSession, openSession } from '../ort/onnxSession';
import { canRunOnWebgpu, onWebgpu } from '../ort/runOnnx';
import { defineBodyEngine } from './bodyEngine';

/** Both runtimes hold the weights while they are compared. */
const mostOnWebgpu = 256e6;
/** Relative to the largest value of an output: float32 in another order. */
const rounding = 1e-3;

export const onnx = defineBodyEngine<OnnxBody>({
  type: def.type,
  open(spec, _tensors, { ort }, [bytes = new Uint8Array(), ...beside]) {
    const files: ModelFiles = {
      bytes,
      beside: spec.beside.map(({ path }, i) => ({ path, data: beside[i] ?? new Uint8Array() })),
    };
    let wasm: Promise<OnnxSession> | undefined;
    let webgpu: Promise<OnnxSession | undefined> | undefined;
    const names = spec.outputs.map(({ name }) => name);
    return {
      run: async () => {
        throw new TetradError({
          code: 'unsupported',
          message: 'An imported model takes arrays as they are given, not samples of a dataset.',
        });
      },
      async answer({ arrays = [] }) {
        const feeds = feedsOf(spec.inputs, arrays);
        const faster = await webgpu;
        if (faster) {
          const answer = await faster.run(feeds, names).catch(() => undefined);
          if (answer) return resultOf(spec.outputs, answer, faster.title);
          webgpu = Promise.resolve(undefined);
        }
        wasm ??= openSession(files, ort);
        const session = await wasm.catch((thrown: unknown) => {
          wasm = undefined;
          throw thrown;
        });
        const answer = await session.run(feeds, names);
        if (!ort && canRunOnWebgpu() && bytes.length < mostOnWebgpu)
          webgpu ??= fasterOf(files, feeds, names, answer);
        return resultOf(spec.outputs, answer, session.title);
      },
      dispose() {
        for (const opened of [wasm, webgpu])
          void opened?.then(
            (session) => session?.release(),
            () => undefined,
          );
      },
    };
  },
});

type Answer = { arrays: AnsweredArray[]; ms: number };

/** The same model on WebGPU, where it answers alike and sooner; its first run compiles and does not count. */
async function fasterOf(
  files: ModelFiles,
  feeds: readonly ArrayFeed[],
  names: readonly string[],
  expected: Answer,
): Promise<OnnxSession | undefined> {
  try {
    const session = await openSession(files, onWebgpu);
    const first = await session.run(feeds, names);
    const second = await session.run(feeds, names);
    if (
      agree(expected.arrays, first.arrays) &&
      agree(expected.arrays, second.arrays) &&
      second.ms < expected.ms
    )
      return session;
    await session.release();
  } catch {
    // Nothing that a person must know: WASM answers.
  }
  return undefined;
}

function agree(expected: readonly AnsweredArray[], actual: readonly AnsweredArray[]): boolean {
  return expected.every(({ data, shape }, i) => {
    const other = actual[i];
    if (!other || other.shape.join() !== shape.join()) return false;
    const largest = Array.from<unknown>(data as ArrayLike<unknown>).reduce<number>(
      (most, value) => Math.max(most, Math.abs(Number(value)) || 0),
      1e-6,
    );
    return Array.from<unknown>(data as ArrayLike<unknown>).every((value, k) => {
      const theirs: unknown = other.data[k];
      return (
        value === theirs ||
        (Number.isNaN(value) && Number.isNaN(theirs)) ||
        Math.abs(Number(value) - Number(theirs)) <= rounding * largest
      );
    });
  });
}

function resultOf(ports: readonly OnnxPort[], { arrays, ms }: Answer, backend: string) {
  const [only, ...more] = arrays;
  const isOne = only && more.length === 0 && only.data.length === 1;
  const value: Prediction['value'] = isOne
    ? typeof only.data[0] === 'string'
      ? only.data[0]
      : Number(only.data[0])
    : arrays.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
  // Names of types as the file has them.
  const named = arrays.map((array) => ({
    ...array,
    dtype: ports.find(({ name }) => name === array.name)?.dtype ?? array.dtype,
  }));
  return { predictions: [{ value, arrays: named }], latencyMs: ms, backend, warnings: [] };
}
