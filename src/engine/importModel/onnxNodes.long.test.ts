/**
 * The ONNX package's own tests of single operators (Debian's libonnx-testdata), each through our reader, our form of
 * inputs and ONNX Runtime: the right output, or a refusal by name. Wrong where the runtime alone is right counts as ours.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { canBeGiven, feedsOf } from '#/core/onnxFile/givenArray';
import { Budget } from '#/core/onnxFile/limits';
import type { FileTensor } from '#/core/onnxFile/onnxFile';
import { signatureOf } from '#/core/onnxFile/ports';
import { readOnnxFile } from '#/core/onnxFile/readOnnxFile';
import { readTensor } from '#/core/onnxFile/readTensor';
import { tensorValues } from '#/core/onnxFile/tensorValues';
import { Wire } from '#/core/onnxFile/wire';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { AnsweredArray } from '#/core/protocol/predict';
import { openSession } from '#/engine/ort/onnxSession';

/** Those of a newer package are written by scripts/makeOnnxCases.py. */
const root = process.env.ONNX_CASES ?? '/usr/share/libonnx-testdata/data/node';
/**
 * What ONNX Runtime itself answers otherwise (its outputs are handed over unchanged): random draws, digits of a text, the
 * rounding of a Fourier transform, corners of Resize, and MaxUnpool of a given shape.
 */
const runtimesOwn =
  /bernoulli|training_dropout|FLOAT_to_STRING|^test_dft|maxunpool_export|resize_downsample_scales_(cubic|linear)_align/;
const howToInstall = 'Its cases are not here: apt-get install libonnx-testdata';

type Outcome = { how: 'right' } | { how: 'refused' | 'wrong'; why: string };

const tensorOf = (path: string): FileTensor => readTensor(new Wire(readFileSync(path)), new Budget());

const isNear = (actual: unknown, expected: unknown): boolean => {
  if (typeof expected === 'string') return actual === expected;
  const [a, e] = [Number(actual), Number(expected)];
  if (Number.isNaN(e)) return Number.isNaN(a);
  return a === e || Math.abs(a - e) <= 1e-3 * Math.abs(e) + 1e-4;
};

function difference(answered: readonly AnsweredArray[], expected: readonly FileTensor[]): string | undefined {
  for (const [i, tensor] of expected.entries()) {
    const { shape, data } = answered[i] ?? { shape: [], data: [] };
    if (shape.join() !== tensor.dims.join()) return `[${shape.join()}] in place of [${tensor.dims.join()}]`;
    const values = tensorValues(tensor);
    for (let at = 0; at < values.length; at++)
      if (!isNear(data[at], values[at])) return `${data[at]} in place of ${values[at]} at ${at}`;
  }
  return undefined;
}

async function tried(folder: string): Promise<Outcome> {
  try {
    const bytes = readFileSync(`${folder}/model.onnx`);
    const { inputs, outputs } = signatureOf(readOnnxFile(bytes));
    const odd = inputs.find((port) => !canBeGiven(port));
    if (odd) throw new TetradError({ code: 'unsupported', message: `An input of ${odd.dtype}.` });
    const session = await openSession({ bytes, beside: [] }, { provider: 'wasm', load: async () => ort });
    try {
      const set = `${folder}/test_data_set_0`;
      const given = inputs.map(({ name }, i) => {
        const tensor = tensorOf(`${set}/input_${i}.pb`);
        return { name, value: { shape: tensor.dims, data: tensorValues(tensor) } };
      });
      const names = outputs.map(({ name }) => name);
      const { arrays } = await session.run(feedsOf(inputs, given), names);
      const wrong = difference(
        arrays,
        names.map((_, i) => tensorOf(`${set}/output_${i}.pb`)),
      );
      return wrong ? { how: 'wrong', why: wrong } : { how: 'right' };
    } finally {
      await session.release();
    }
  } catch (thrown) {
    const { code, message } = toErrorInfo(thrown);
    return { how: code === 'internal' ? 'wrong' : 'refused', why: `${code}: ${message}` };
  }
}

it.runIf(existsSync(root))(
  'operators run with the right output, or are refused by name',
  { timeout: 900_000 },
  async () => {
    const outcomes = new Map<string, Outcome>();
    for (const name of readdirSync(root)) outcomes.set(name, await tried(`${root}/${name}`));
    const of = (how: Outcome['how']) => [...outcomes].filter(([, outcome]) => outcome.how === how);
    const told = [...of('wrong'), ...of('refused')].map(
      ([name, outcome]) => `${outcome.how} ${name}: ${'why' in outcome ? outcome.why : ''}`,
    );
    console.log(
      `${of('right').length} right, ${of('refused').length} refused, ${of('wrong').length} wrong of ${outcomes.size}\n${told.join('\n')}`,
    );
    expect(of('wrong').filter(([name]) => !runtimesOwn.test(name))).toEqual([]);
    expect(of('right').length / outcomes.size).toBeGreaterThan(0.9);
  },
);

it.skipIf(existsSync(root))('has no cases to run', () => {
  console.warn(howToInstall);
});
