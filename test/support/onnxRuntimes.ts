/** The two ONNX runtimes the tests hold our files against: ONNX Runtime's WebAssembly build and its native one. */
import * as native from 'onnxruntime-node';
import * as web from 'onnxruntime-web';
import type { Feed } from '#/core/onnx/feeds';

export interface RuntimeOutput {
  dims: readonly number[];
  type: string;
  data: ArrayLike<number | bigint | string>;
}

export interface OnnxRuntime {
  name: string;
  run(bytes: Uint8Array, feeds: readonly Feed[]): Promise<Map<string, RuntimeOutput>>;
}

web.env.wasm.numThreads = 1;

export const onnxRuntimes: OnnxRuntime[] = [
  { name: 'onnxruntime-web (wasm)', run: (bytes, feeds) => runOn(web, bytes, feeds) },
  { name: 'onnxruntime-node', run: (bytes, feeds) => runOn(native, bytes, feeds) },
];

async function runOn(
  ort: Pick<typeof web, 'InferenceSession' | 'Tensor'>,
  bytes: Uint8Array,
  feeds: readonly Feed[],
): Promise<Map<string, RuntimeOutput>> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  try {
    const tensors = feeds.map((feed) => [
      feed.name,
      feed.type === 'string'
        ? new ort.Tensor('string', feed.data, feed.dims)
        : new ort.Tensor(feed.type, feed.data, feed.dims),
    ]);
    const results = await session.run(Object.fromEntries(tensors));
    return new Map(
      Object.entries(results).map(([name, { dims, type, data }]) => [
        name,
        { dims, type, data: data as RuntimeOutput['data'] },
      ]),
    );
  } finally {
    await session.release();
  }
}
