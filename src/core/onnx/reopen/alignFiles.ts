/** Two graphs that differ in nothing but names and weights, side by side: which array of one is which of the other. */
import type { FileAttribute, FileGraph, FileNode, FileTensor } from '../../onnxFile/onnxFile';

export type TensorPair = [ours: FileTensor, theirs: FileTensor];

/** Undefined where they compute differently. */
export function alignGraphs(ours: FileGraph, theirs: FileGraph): TensorPair[] | undefined {
  const aligned = new Aligner();
  return aligned.graphs(ours, theirs) ? aligned.pairs : undefined;
}

class Aligner {
  /** By the place where they are read, which is the same whichever of them are equal and stored once. */
  readonly pairs: TensorPair[] = [];
  /** Values by their names; an inner graph sees those around it. */
  private names = new Map<string, string>();
  private ours = new Map<string, FileTensor>();
  private theirs = new Map<string, FileTensor>();
  private depth = 0;

  graphs(ours: FileGraph, theirs: FileGraph): boolean {
    const before = { names: this.names, ours: this.ours, theirs: this.theirs };
    this.names = new Map(this.names);
    this.ours = new Map([...this.ours, ...ours.initializers.map((one) => [one.name, one] as const)]);
    this.theirs = new Map([...this.theirs, ...theirs.initializers.map((one) => [one.name, one] as const)]);
    const level = this.depth++;
    const isSame =
      ours.nodes.length === theirs.nodes.length &&
      this.ends(ours.inputs, theirs.inputs, level === 0) &&
      ours.nodes.every((node, i) => this.nodes(node, theirs.nodes[i] as FileNode)) &&
      ours.outputs.length === theirs.outputs.length &&
      ours.outputs.every(({ name }, i) => this.values(name, theirs.outputs[i]?.name ?? ''));
    this.depth--;
    Object.assign(this, before);
    return isSame;
  }

  private ends(ours: FileGraph['inputs'], theirs: FileGraph['inputs'], named: boolean): boolean {
    if (ours.length !== theirs.length) return false;
    return ours.every(({ name, type }, i) => {
      const other = theirs[i];
      if (!other || type?.text !== other.type?.text || (named && name !== other.name)) return false;
      this.names.set(name, other.name);
      return true;
    });
  }

  private nodes(ours: FileNode, theirs: FileNode): boolean {
    if (
      ours.opType !== theirs.opType ||
      ours.domain !== theirs.domain ||
      ours.inputs.length !== theirs.inputs.length ||
      ours.outputs.length !== theirs.outputs.length ||
      ours.attributes.length !== theirs.attributes.length
    )
      return false;
    if (!ours.inputs.every((name, i) => this.values(name, theirs.inputs[i] as string))) return false;
    if (
      !ours.attributes.every((one) =>
        this.attributes(
          one,
          theirs.attributes.find(({ name }) => name === one.name),
        ),
      )
    )
      return false;
    for (const [i, name] of ours.outputs.entries()) this.names.set(name, theirs.outputs[i] as string);
    return true;
  }

  /** Equal constants are stored once, which may differ between the two: only pairs count. */
  private values(ours: string, theirs: string): boolean {
    const [a, b] = [this.ours.get(ours), this.theirs.get(theirs)];
    if (!a || !b) return !a && !b && (ours === '' ? theirs === '' : this.names.get(ours) === theirs);
    if (a.element !== b.element || a.dims.join() !== b.dims.join()) return false;
    this.pairs.push([a, b]);
    return true;
  }

  private attributes(ours: FileAttribute, theirs: FileAttribute | undefined): boolean {
    if (!theirs || ours.type !== theirs.type) return false;
    if (ours.type === 'graph' && theirs.type === 'graph') return this.graphs(ours.value, theirs.value);
    if (ours.type === 'tensor' || ours.type === 'graphs' || ours.type === 'tensors') return false;
    return textOf(ours.value) === textOf(theirs.value);
  }
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(textOf).join('|') : String(value);
