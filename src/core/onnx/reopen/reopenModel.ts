/**
 * A file that the studio exported, opened again as the network that it was: to be asked by its own form, explained and
 * taken apart. The outline in its metadata says the architecture and the preprocessing, the graph holds the weights. The
 * whole is exported once more and must be the graph of the file, value by value: an outline that does not belong to its
 * graph is never believed.
 */
import { parseArch } from '../../arch/parseArch';
import type { ArchSpec } from '../../arch/archSpec';
import { weightSpecs } from '../../arch/shapes';
import { sizeOf } from '../../arch/sizeOf';
import type { OnnxFile } from '../../onnxFile/onnxFile';
import { readOnnxFile } from '../../onnxFile/readOnnxFile';
import type { FittedInput, ModelVersion } from '../../protocol/model';
import type { TaskSpec } from '../../protocol/train';
import { exportModel } from '../exportModel';
import { type Outline, outlineEntry, readFolded, readOutline } from './outline';
import { recoverWeights, type Weights } from './recoverWeights';

export interface Reopened extends Pick<ModelVersion, 'input' | 'inputs' | 'task'> {
  arch: ArchSpec;
  weights: Weights;
}

/** Beyond this the exports that it takes would not fit into memory. */
const mostWeights = 50_000_000;

/** Undefined: the file says nothing of where it comes from. Never throws over what a file says, but tells why it is left. */
export function reopenModel(file: OnnxFile): { reopened: Reopened } | { why: string } | undefined {
  const outline = readOutline(new Map(file.metadata).get(outlineEntry));
  if (!outline) return undefined;
  try {
    return { reopened: reopened(file, outline) };
  } catch (thrown) {
    return { why: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function reopened(file: OnnxFile, outline: Outline): Reopened {
  const given = (outline.body.outline ?? {}) as { arch?: unknown; folded?: unknown };
  const arch = parseArch(given.arch);
  const total = weightSpecs(arch).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const held = file.graph.initializers.reduce((sum, { size }) => sum + size, 0);
  // What the outline says costs no more than the file is large.
  if (total > mostWeights || total > 2 * held + 10_000)
    throw new Error('it is too large to be opened as a network');
  const version = {
    input: outline.input as FittedInput,
    task: outline.task as unknown as TaskSpec,
    inputs: outline.inputs as unknown as ModelVersion['inputs'],
  };
  const compile = (tensors: Weights) =>
    readOnnxFile(
      exportModel({
        ...version,
        body: { type: outline.body.type, spec: { arch } },
        tensors,
        options: { ...outline.options, metadata: false },
      }).bytes,
    ).graph;
  return {
    ...version,
    arch,
    weights: recoverWeights(arch, readFolded(arch, given.folded), compile, file.graph),
  };
}
