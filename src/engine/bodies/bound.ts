/** An imported file in ONNX Runtime on WASM, asked with samples as their kind makes them. */
import { type BoundBody, bound as def, readAnswers } from '#/core/bodies/bound';
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import { type OnnxSession, openSession } from '../ort/onnxSession';
import type { OrtBuild } from '../ort/runOnnx';
import { defineBodyEngine } from './bodyEngine';
import { channelsToFront } from './channelsToFront';

/** Values of the input, and rows, of a pass. */
const [passValues, passRows] = [2 ** 20, 256];

export type Asking = Pick<BoundBody, 'model' | 'input' | 'output' | 'takes'>;

export interface AskedFile {
  /** Row-major [rows, ...takes] to the values of its answer, row-major. */
  run(features: Float32Array, rows: number): Promise<Float32Array>;
  release(): void;
}

export const bound = defineBodyEngine<BoundBody>({
  type: def.type,
  open(spec, _tensors, { ort }, files) {
    const asked = askedFile(spec, files, ort);
    return {
      run: async (features, rows) => readAnswers(await asked.run(features, rows), rows, spec.reads),
      dispose: () => asked.release(),
    };
  },
});

/** Opened when it is first asked. `files`: the bytes of the model and of what lies beside it. */
export function askedFile(
  { model, input, output, takes }: Asking,
  [bytes = new Uint8Array(0), ...beside]: readonly Uint8Array<ArrayBuffer>[],
  ort?: OrtBuild,
): AskedFile {
  let opened: Promise<OnnxSession> | undefined;
  const open = () => {
    opened ??= openSession(
      {
        bytes,
        beside: model.beside.map(({ path }, i) => ({ path, data: beside[i] ?? new Uint8Array() })),
      },
      ort,
    );
    return opened.catch((thrown: unknown) => {
      opened = undefined;
      throw thrown;
    });
  };
  const size = sizeOf(takes);
  const atOnce = input.batch ?? Math.max(1, Math.min(passRows, Math.floor(passValues / size)));
  const pass = async (features: Float32Array, rows: number): Promise<Float32Array> => {
    // A batch that is fixed is filled up with zeros.
    const asked = input.batch ?? rows;
    const whole = new Float32Array(asked * size);
    const [height = 1, width = 1, channels = 1] = takes;
    whole.set(input.channelsFirst ? channelsToFront(features, rows, height * width, channels) : features);
    const session = await open();
    const { arrays } = await session.run(
      [
        {
          name: input.name,
          type: input.double ? 'float64' : 'float32',
          data: input.double ? Float64Array.from(whole) : whole,
          dims: [asked, ...input.axes],
        },
      ],
      [output],
    );
    const values = Float32Array.from((arrays[0]?.data ?? []) as ArrayLike<number>);
    if (values.length === 0 || values.length % asked !== 0)
      throw new TetradError({
        code: 'badInput',
        message: `The model answers ${asked} rows with ${values.length} values in “${output}”.`,
        place: 'output',
        hint: 'Choose the output that has an answer for each row.',
      });
    return values.subarray(0, (values.length / asked) * rows);
  };
  return {
    async run(features, rows) {
      const parts: Float32Array[] = [];
      for (let row = 0; row < rows; row += atOnce) {
        const count = Math.min(atOnce, rows - row);
        parts.push(await pass(features.subarray(row * size, (row + count) * size), count));
      }
      const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
    release() {
      void opened?.then(
        (session) => session.release(),
        () => undefined,
      );
    },
  };
}
