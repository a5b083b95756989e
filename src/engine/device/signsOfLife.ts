/**
 * What a thread computes gives signs of life: every kernel that runs, every value that is read. What may take long
 * inside (one product on the host, all that a GPU was asked for before a read, the making of a pipeline) is announced
 * by its size, at speeds that the slowest machines reach under load. A slow one is then never taken for a dead one.
 */
import { convFlops, type ConvGeometry } from '#/core/arch/convGeometry';
import type { Ops } from '#/core/layers/layerDef';
import { breathe, expectBreath } from '#/core/protocol/heartbeat';

/** Multiply-adds in a millisecond. Here on an idle core of 2026: 450,000 (CPU), 4,000,000 (WASM); SwiftShader 2,000,000. */
const slowestPerMs = { host: 5_000, gpu: 50_000 };
/** A value that is only touched, in multiply-adds. */
const perValue = 4;
const compileMs = 3_000;

interface Operand {
  shape: number[];
  size: number;
}
interface KernelCall {
  kernelName?: string;
  inputs: Record<string, Operand | Operand[] | undefined>;
  attrs?: { geometry?: ConvGeometry; transposeB?: boolean };
}
/** The two doors of tfjs through which all work goes. */
interface Doors {
  backendName: string;
  runKernelFunc(call: KernelCall): unknown;
  read(dataId: object): Promise<unknown>;
}

const watched = new WeakSet<object>();
/** Asked of a GPU and not yet known to be done. */
let asked = 0;
let pipelines = 0;
let reads = 0;

export function watchKernels(tf: Ops): void {
  const doors = tf.engine() as unknown as Doors;
  if (watched.has(doors)) return;
  watched.add(doors);
  const [run, read] = [doors.runKernelFunc.bind(doors), doors.read.bind(doors)];
  doors.runKernelFunc = (call) => {
    const work = workOf(call);
    if (doors.backendName === 'webgpu') asked += work;
    else expectBreath(work / slowestPerMs.host);
    try {
      return run(call);
    } finally {
      breathe();
    }
  };
  doors.read = async (dataId) => {
    reads++;
    expectAnswer();
    try {
      return await read(dataId);
    } finally {
      reads--;
      breathe();
      if (reads > 0) expectAnswer();
      else [asked, pipelines] = [0, 0];
    }
  };
}

/** The driver makes a pipeline when it likes, at the latest for the first read. */
export function watchPipelines(device: GPUDevice): void {
  const create = device.createComputePipeline.bind(device);
  device.createComputePipeline = (descriptor) => {
    pipelines++;
    return create(descriptor);
  };
}

const expectAnswer = (): void => expectBreath(asked / slowestPerMs.gpu + pipelines * compileMs);

/** Multiply-adds of a kernel, roughly. */
export function workOf({ inputs, attrs }: KernelCall): number {
  if (attrs?.geometry) return convFlops(attrs.geometry) / 2;
  let values = 0;
  for (const name in inputs) {
    const input = inputs[name];
    if (Array.isArray(input)) for (const { size } of input) values += size;
    else if (input) values += input.size;
  }
  const { a, b } = inputs;
  if (attrs?.transposeB === undefined || !a || !b || Array.isArray(a) || Array.isArray(b))
    return perValue * values;
  return a.size * (b.shape.at(attrs.transposeB ? -2 : -1) ?? 1);
}
