/**
 * The passes of a convolution on the heap of tfjs-wasm: the source is copied once with its margin, and the products read
 * it where it lies, so that what every place sees is never laid side by side.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import { type ConvAttrs, foldedShape } from '#/core/layers/convNdOp';
import { type ConvKernels, createConv } from './convModule';
import { type ConvTables, convTables, type Lying } from './convTables';
import { heapOf } from './heapOf';

type Pass = 'forward' | 'backwardInput' | 'backwardWeights';

/** Places of a sample times taps up to which their tables are made. */
const mostPlaces = 2 ** 22;
/** Filters from which a pool of threads, where there is one, pays for laying rows out for it. */
const worthThreads = 64;

const created = new WeakMap<BackendWasm, ConvKernels | undefined>();

function kernelsOf(backend: BackendWasm): ConvKernels | undefined {
  if (!created.has(backend)) {
    const memory = heapOf(backend);
    created.set(backend, memory && createConv(memory));
  }
  return created.get(backend);
}

/** Undefined: not for us. */
export function wasmConv(
  pass: Pass,
  inputs: NamedTensorInfoMap,
  { geometry: g, relu }: ConvAttrs,
  backend: BackendWasm,
): TensorInfo | undefined {
  const kernels = kernelsOf(backend);
  const target = pass === 'backwardInput' ? 'input' : 'output';
  const columns = target === 'input' ? g.inChannels : g.outChannels;
  const threads = pass !== 'backwardWeights' && backend.wasm.tfjs.getThreadsCount() > 1;
  if (!kernels || g.groups > 1 || (threads && columns >= worthThreads)) return undefined;
  if (sizeOf(target === 'input' ? g.inSize : g.outSize) > mostPlaces) return undefined;
  const tables = convTables(g, target);
  if (!tables) return undefined;
  const heap = new Heap(backend);
  try {
    if (pass === 'backwardWeights') return weightSlopes(heap, kernels, g, tables, inputs);
    const { x, w, bias, dy } = inputs as Record<'x' | 'w' | 'bias' | 'dy', TensorInfo | undefined>;
    const source = (pass === 'forward' ? x : dy) as TensorInfo;
    const shape = foldedShape(g, target);
    if (pass === 'backwardInput')
      return product(heap, kernels, g, tables, {
        source,
        columns,
        matrix: turned(heap, g, w as TensorInfo),
        shape,
      });
    const y = product(heap, kernels, g, tables, { source, columns, matrix: w as TensorInfo, shape });
    if (bias || relu) finish(heap.values(y), bias && heap.values(bias), relu);
    return y;
  } finally {
    heap.release();
  }
}

/** The backend's memory; what is only for the pass is released after it. */
class Heap {
  readonly backend: BackendWasm;
  private readonly own: TensorInfo[] = [];

  constructor(backend: BackendWasm) {
    this.backend = backend;
  }

  make(shape: number[]): TensorInfo {
    return this.backend.makeOutput(shape, 'float32');
  }

  scratch(count: number, dtype: 'float32' | 'int32' = 'float32'): TensorInfo {
    const made = this.backend.makeOutput([count], dtype);
    this.own.push(made);
    return made;
  }

  table(values: Int32Array): number {
    const made = this.scratch(values.length, 'int32');
    (this.backend.typedArrayFromHeap(made) as Int32Array).set(values);
    return this.address(made);
  }

  address({ dataId }: TensorInfo): number {
    return this.backend.dataIdMap.get(dataId).memoryOffset;
  }

  /** A view, lost when memory is made after it. */
  values(tensor: TensorInfo): Float32Array {
    return this.backend.typedArrayFromHeap(tensor) as Float32Array;
  }

  release(): void {
    for (const { dataId } of this.own) this.backend.disposeData(dataId);
  }
}

interface Product {
  source: TensorInfo;
  /** Row-major [taps × channels of the source, columns]. */
  matrix: TensorInfo;
  columns: number;
  shape: number[];
}

function product(
  heap: Heap,
  kernels: ConvKernels,
  g: ConvGeometry,
  { lying, places, taps, depth }: ConvTables,
  { source, matrix, columns, shape }: Product,
): TensorInfo {
  const from = laid(heap, g.batch, lying, source);
  const [placeTable, tapTable] = [heap.table(places), heap.table(taps)];
  const result = heap.make(shape);
  const [to, b, row] = [heap.address(result), heap.address(matrix), 4 * columns];
  for (let sample = 0; sample < g.batch; sample++)
    kernels.seen(
      from + sample * sampleBytes(lying),
      placeTable,
      tapTable,
      taps.length,
      depth,
      b,
      row,
      to + sample * places.length * row,
      row,
      places.length,
      columns,
    );
  return result;
}

function weightSlopes(
  heap: Heap,
  kernels: ConvKernels,
  g: ConvGeometry,
  { lying, places, taps, depth }: ConvTables,
  inputs: NamedTensorInfoMap,
): TensorInfo {
  const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
  const from = laid(heap, g.batch, lying, x);
  const placeTable = heap.table(places);
  const result = heap.make([taps.length * depth, g.outChannels]);
  heap.values(result).fill(0);
  const row = 4 * g.outChannels;
  const [to, slopes] = [heap.address(result), heap.address(dy)];
  for (let sample = 0; sample < g.batch; sample++)
    for (const [i, tap] of taps.entries())
      kernels.slopes(
        from + sample * sampleBytes(lying) + tap,
        placeTable,
        places.length,
        slopes + sample * places.length * row,
        row,
        to + i * depth * row,
        row,
        depth,
        g.outChannels,
      );
  return result;
}

const sampleBytes = ({ size, channels }: Lying): number => 4 * channels * sizeOf(size);

/** The address of the source with its margin of zeros: the source itself where it has none. */
function laid(
  heap: Heap,
  batch: number,
  { from, begin, step, size, channels }: Lying,
  source: TensorInfo,
): number {
  if (size.every((count, axis) => count === from[axis])) return heap.address(source);
  const made = heap.scratch(batch * sizeOf(size) * channels);
  const [target, values] = [heap.values(made), heap.values(source)];
  target.fill(0);
  const [, , , width = 1] = from;
  const gap = (step[3] as number) * channels;
  const rows = batch * sizeOf(from.slice(0, 3));
  for (let row = 0, read = 0; row < rows; row++) {
    let [rest, place, weight] = [row, begin[3] as number, size[3] as number];
    for (let axis = 2; axis >= 0; axis--) {
      const count = from[axis] as number;
      place += ((begin[axis] as number) + (rest % count) * (step[axis] as number)) * weight;
      rest = Math.floor(rest / count);
      weight *= size[axis] as number;
    }
    let write = (place + rest * weight) * channels;
    if (gap === channels) {
      for (const end = read + width * channels; read < end; read++, write++)
        target[write] = values[read] as number;
    } else
      for (let i = 0; i < width; i++, write += gap)
        for (let c = 0; c < channels; c++, read++) target[write + c] = values[read] as number;
  }
  return heap.address(made);
}

/** The weights of each tap turned round: from output channels to input channels. */
function turned(heap: Heap, g: ConvGeometry, w: TensorInfo): TensorInfo {
  const { inChannels, outChannels } = g;
  const made = heap.scratch(sizeOf(g.kernel) * inChannels * outChannels);
  const [to, from] = [heap.values(made), heap.values(w)];
  const each = inChannels * outChannels;
  for (let first = 0; first < to.length; first += each)
    for (let input = 0; input < inChannels; input++)
      for (let output = 0; output < outChannels; output++)
        to[first + output * inChannels + input] = from[first + input * outChannels + output] as number;
  return made;
}

function finish(values: Float32Array, bias: Float32Array | undefined, relu: boolean): void {
  if (bias)
    for (let i = 0; i < values.length; i += bias.length)
      for (let channel = 0; channel < bias.length; channel++)
        values[i + channel] = (values[i + channel] as number) + (bias[channel] as number);
  if (relu) for (let i = 0; i < values.length; i++) if ((values[i] as number) < 0) values[i] = 0;
}
