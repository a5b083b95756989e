/**
 * Somebody's graph on its way into an ArchSpec. Axes are turned late: a value says which axis of its layer each axis of
 * the file is, so that a network of channels first becomes one of channels last without a layer that only turns.
 */
import { ArchMaker } from '../../keras/archMaker';
import type { OnnxNode } from '../graphBuilder';
import { settled } from './mapped';
import { absent, type Constant, type Layered, notALayer, type Told } from './told';

export class ArchReader {
  readonly make = new ArchMaker();
  readonly opset: number;
  /** Of the file, where its batch is fixed. */
  readonly batch?: number;
  readonly #known = new Map<string, Told>();
  readonly #readers: ReadonlyMap<string, readonly OnnxNode[]>;
  readonly #counts = new Map<string, number>();

  constructor(opset: number, readers: ReadonlyMap<string, readonly OnnxNode[]>, batch?: number) {
    this.opset = opset;
    this.#readers = readers;
    if (batch !== undefined) this.batch = batch;
  }

  tell(name: string, value: Told): void {
    this.#known.set(name, value);
  }

  told(name: string): Told | undefined {
    return this.#known.get(name);
  }

  input(node: OnnxNode, at: number): Told {
    const value = this.#known.get(node.inputs[at] ?? '');
    if (value) return value;
    throw notALayer(node, `reads “${(node.inputs[at] ?? '').slice(0, 60)}”, which is not there`);
  }

  /** As a layer's value. */
  layered(node: OnnxNode, at = 0): Layered {
    const value = this.input(node, at);
    if (value.kind === 'layered') return value;
    if (value.kind === 'constant') throw notALayer(node, `reads the constant “${value.name.slice(0, 60)}”`);
    const made = settled(this, value);
    this.tell(node.inputs[at] ?? '', made);
    return made;
  }

  /** Undefined where the node does not have it; refused where it is computed of the samples. */
  constant(node: OnnxNode, at: number): Constant | undefined {
    if (!node.inputs[at]) return undefined;
    const value = this.input(node, at);
    if (value.kind === 'constant') return value;
    throw notALayer(node, `takes its ${at === 0 ? 'first' : `${at + 1}.`} input from the samples`);
  }

  needed(node: OnnxNode, at: number): Constant {
    const value = this.constant(node, at);
    if (value) return value;
    throw notALayer(node, 'lacks an input');
  }

  /** The one node that reads a value, where it is the only one that does. */
  onlyReader(value: string): OnnxNode | undefined {
    const readers = this.#readers.get(value) ?? [];
    return readers.length === 1 ? readers[0] : undefined;
  }

  isRead(value: string): boolean {
    return (this.#readers.get(value) ?? []).length > 0;
  }

  /** The layer takes the name of its weight, or of its kind with a number. */
  name(kind: string, weight?: Constant): string {
    const own = (weight?.name ?? '')
      .replace(/[./_](weight|weight_g|kernel|W)(:0)?$/i, '')
      .replaceAll('/', '.');
    if (own !== weight?.name && /^[A-Za-z][A-Za-z0-9_.-]{0,60}$/.test(own) && own !== 'input') return own;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind}${count}`;
  }

  /** Of the file; the batch, which comes first or elsewhere, as NaN. */
  sizes({ id, perm }: Layered): number[] {
    const own = this.make.shapeOf(id);
    return perm.map((axis) => (axis === absent ? 1 : axis === 0 ? Number.NaN : (own[axis - 1] ?? 1)));
  }

  /** Of the file, without batch, which comes first. */
  shape({ id, perm }: Layered): number[] {
    const own = this.make.shapeOf(id);
    return perm.slice(1).map((axis) => (axis === absent ? 1 : (own[axis - 1] ?? 1)));
  }

  /** The layer's value whose axes are these axes of the file, in this order; 1 is the first behind the batch. */
  inOrder(node: OnnxNode, { id, perm }: Layered, axes: readonly number[]): string {
    const own = this.make.shapeOf(id);
    const wanted = axes.map((axis) => perm[axis] ?? absent);
    const real = wanted.filter((axis) => axis !== absent);
    // Axes of one that are not asked for go.
    const left = own.map((_, i) => i + 1).filter((axis) => !real.includes(axis));
    if (left.some((axis) => own[axis - 1] !== 1)) throw notALayer(node, 'drops an axis of more than one');
    const order = [...real, ...left];
    // To move an axis of one moves no value.
    const long = order.filter((axis) => own[axis - 1] !== 1);
    const isInOrder = long.every((axis, i) => i === 0 || axis > (long[i - 1] ?? 0));
    const turned = isInOrder
      ? id
      : this.make.layer(this.name('permute'), 'permute', { order: order.map((axis) => axis - 1) }, [id]);
    const shape = wanted.map((axis) => (axis === absent ? 1 : (own[axis - 1] ?? 1)));
    if (this.make.shapeOf(turned).join() === shape.join()) return turned;
    return this.make.layer(this.name('reshape'), 'reshape', { shape }, [turned]);
  }

  /** Every axis behind the batch as the file has it. */
  asWritten(node: OnnxNode, value: Layered): string {
    this.#batchFirst(node, value);
    return this.inOrder(
      node,
      value,
      value.perm.slice(1).map((_, i) => i + 1),
    );
  }

  /** What a convolution of ours takes: the first axis of the file behind the batch last. */
  channelsLast(node: OnnxNode, value: Layered): string {
    this.#batchFirst(node, value);
    const axes = value.perm.map((_, i) => i).slice(2);
    return this.inOrder(node, value, [...axes, 1]);
  }

  #batchFirst(node: OnnxNode, { perm }: Layered): void {
    if (perm[0] !== 0) throw notALayer(node, 'takes values whose first axis is not the batch');
  }
}

export const plain = (id: string, axes: number): Layered => ({
  kind: 'layered',
  id,
  perm: Array.from({ length: axes + 1 }, (_, i) => i),
});

/** Of a value with channels last, as the file has it: channels first. */
export const channelsFirst = (id: string, axes: number): Layered => ({
  kind: 'layered',
  id,
  perm: [0, axes, ...Array.from({ length: axes - 1 }, (_, i) => i + 1)],
});
