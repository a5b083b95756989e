/** The front of an imported file in ONNX Runtime on WASM, and the network behind it on the device. */
import { type HeadedBody, headed as def } from '#/core/bodies/headed';
import type { AnsweredArray } from '#/core/protocol/predict';
import { type OnnxSession, openSession } from '../ort/onnxSession';
import type { OrtBuild } from '../ort/runOnnx';
import { defineBodyEngine } from './bodyEngine';
import { channelsToFront } from './channelsToFront';
import { network } from './network';

export const headed = defineBodyEngine<HeadedBody>({
  type: def.type,
  open({ front, takes, head }, tensors, device, [file = new Uint8Array()]) {
    const behind = network.open(head, tensors, device, []);
    let opened: Promise<FrontRun> | undefined;
    return {
      async run(features, rows) {
        opened ??= openFront(file, front, takes, device.ort);
        const run = await opened.catch((thrown: unknown) => {
          opened = undefined;
          throw thrown;
        });
        return await behind.run(await run.run(features, rows), rows);
      },
      dispose() {
        behind.dispose();
        void opened?.then(
          (front) => front.release(),
          () => undefined,
        );
      },
    };
  },
});

export interface FrontRun {
  /** Row-major [rows, height, width, channels] to [rows, values]. */
  run(features: Float32Array, rows: number): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function openFront(
  bytes: Uint8Array,
  { input, output, channelsFirst }: Pick<HeadedBody['front'], 'input' | 'output' | 'channelsFirst'>,
  takes: readonly number[],
  ort?: OrtBuild,
): Promise<FrontRun> {
  const session: OnnxSession = await openSession({ bytes, beside: [] }, ort);
  const [height = 1, width = 1, channels = 1] = takes;
  return {
    async run(features, rows) {
      const dims = channelsFirst ? [rows, channels, height, width] : [rows, height, width, channels];
      const data = channelsFirst ? channelsToFront(features, rows, height * width, channels) : features;
      const { arrays } = await session.run([{ name: input, type: 'float32', data, dims }], [output]);
      return (arrays[0] as AnsweredArray).data as Float32Array;
    },
    release: () => session.release(),
  };
}
