/** Runs an ONNX file in onnxruntime-web, self-hosted, one call at a time: on WASM, or on WebGPU where it can. */
import type * as ort from 'onnxruntime-web';
import type { Feed } from '#/core/onnx/feeds';
import { isPartNotLoaded, partNotLoaded, TetradError } from '#/core/protocol/errors';
import { breathe, expectBreath } from '#/core/protocol/heartbeat';
import { oneAtATime } from './runQueue';

export interface OnnxOutput {
  dims: readonly number[];
  data: ArrayLike<number | bigint | string>;
}

export interface OnnxRun {
  runtime: string;
  outputs: Map<string, OnnxOutput>;
  /** Of the run alone, without loading the file. */
  latencyMs: number;
}

type Runtime = Pick<typeof ort, 'Tensor' | 'InferenceSession' | 'env'>;

/** Node passes its own build of the runtime. */
export interface OrtBuild {
  provider: 'wasm' | 'webgpu';
  load(): Promise<Runtime>;
}

export const onWasm: OrtBuild = { provider: 'wasm', load: loadWasm };
export const onWebgpu: OrtBuild = { provider: 'webgpu', load: loadWebgpu };
export const titles = { wasm: 'WASM', webgpu: 'WebGPU' };

/** The WebGPU build suspends WebAssembly while the device works, which not every browser offers. */
export const canRunOnWebgpu = (): boolean =>
  typeof navigator !== 'undefined' && 'gpu' in navigator && 'Suspending' in WebAssembly;

async function loadWebgpu(): Promise<Runtime> {
  const [runtime, { default: wasm }, { default: mjs }] = await Promise.all([
    import('onnxruntime-web/jspi'),
    import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'),
  ]);
  runtime.env.wasm.wasmPaths = { wasm, mjs };
  runtime.env.wasm.numThreads = 1;
  return runtime;
}

async function loadWasm(): Promise<Runtime> {
  const [runtime, { default: wasm }, { default: mjs }] = await Promise.all([
    import('onnxruntime-web/wasm'),
    import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
    import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
  ]);
  runtime.env.wasm.wasmPaths = { wasm, mjs };
  runtime.env.wasm.numThreads = 1;
  return runtime;
}

/** Says what a runtime that did not arrive means to a person. */
function named(thrown: unknown): never {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  throw isPartNotLoaded(message) ? new TetradError(partNotLoaded(message), { cause: thrown }) : thrown;
}

/** The runtime of a build; offline where it did not arrive. */
export const loaded = ({ load }: OrtBuild): Promise<Runtime> => load().catch(named);

/** The runtime gives no sign while it loads a file or runs it, however large, on however slow a machine. */
export const silentMs = 10 * 60_000;

/** `batches`: feeds of one run each; their outputs are returned in order. */
export function runOnnx(
  bytes: Uint8Array,
  batches: readonly (readonly Feed[])[],
  { provider, load }: OrtBuild = onWasm,
): Promise<OnnxRun[]> {
  return oneAtATime(async () => {
    const ort = await loaded({ provider, load });
    expectBreath(silentMs);
    const session = await ort.InferenceSession.create(bytes, {
      executionProviders: [provider],
      logSeverityLevel: 3,
    }).catch(named);
    try {
      const runs: OnnxRun[] = [];
      for (const feeds of batches) {
        const inputs = Object.fromEntries(
          feeds.map((feed) => [
            feed.name,
            feed.type === 'string'
              ? new ort.Tensor('string', feed.data, feed.dims)
              : new ort.Tensor(feed.type, feed.data, feed.dims),
          ]),
        );
        breathe();
        expectBreath(silentMs);
        const startedAt = performance.now();
        const results = await session.run(inputs);
        const latencyMs = performance.now() - startedAt;
        const outputs = new Map<string, OnnxOutput>();
        for (const name of session.outputNames) {
          const tensor = results[name];
          if (tensor) outputs.set(name, { dims: tensor.dims, data: tensor.data as OnnxOutput['data'] });
        }
        const version = ort.env.versions.web ?? ort.env.versions.common;
        runs.push({ runtime: `onnxruntime-web ${version} (${titles[provider]})`, outputs, latencyMs });
      }
      return runs;
    } finally {
      breathe();
      await session.release();
    }
  });
}
