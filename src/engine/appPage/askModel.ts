/** The model of the page in ONNX Runtime on one thread, asked with feeds. */
import * as ort from 'onnxruntime-web/wasm';
import type { LeavingModel } from '#/core/leaving/leavingModel';
import { readAnswers } from '#/core/leaving/readAnswers';
import type { Feed } from '#/core/onnx/feeds';
import type { Prediction } from '#/core/protocol/predict';
import { unpacked } from './unpack';

export type Ask = (feeds: readonly Feed[]) => Promise<{ predictions: Prediction[]; ms: number }>;

export async function openModel(model: LeavingModel): Promise<Ask> {
  const [file, wasm, glue] = await Promise.all([unpacked('onnx'), unpacked('wasm'), unpacked('glue')]);
  ort.env.wasm.wasmBinary = wasm;
  ort.env.wasm.wasmPaths = { mjs: URL.createObjectURL(new Blob([glue], { type: 'text/javascript' })) };
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(file, {
    executionProviders: ['wasm'],
    logSeverityLevel: 3,
  });
  // One at a time: the runtime has one memory.
  let before: Promise<unknown> = Promise.resolve();
  const run = async (feeds: readonly Feed[]) => {
    const beganMs = performance.now();
    const answer = await session.run(
      Object.fromEntries(
        feeds.map((feed) => [
          feed.name,
          feed.type === 'string'
            ? new ort.Tensor('string', feed.data, feed.dims)
            : new ort.Tensor(feed.type, feed.data, feed.dims),
        ]),
      ),
    );
    const outputs = new Map(
      Object.entries(answer).map(([name, { data }]) => [
        name,
        { data: data as ArrayLike<number | bigint | string> },
      ]),
    );
    const rows = feeds[0]?.dims[0] ?? 1;
    return {
      predictions: readAnswers(outputs, model.outputs, rows, model.task),
      ms: performance.now() - beganMs,
    };
  };
  return (feeds) => {
    const next = before.then(() => run(feeds));
    before = next.catch(() => undefined);
    return next;
  };
}
