/**
 * A model of TensorFlow.js, its layers said in ours, or its operations, written as ONNX: from there on it is an imported model like any
 * other, run by ONNX Runtime, looked into, cut for transfer and exported.
 */
import { toOnnxNodes } from '#/core/arch/toOnnxNodes';
import { inferShapes } from '#/core/arch/shapes';
import { kerasToArch } from '#/core/keras/kerasToArch';
import { readTfjsModel, type TfjsModel } from '#/core/keras/readTfjsModel';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import type { OnnxGraph } from '#/core/onnx/graphBuilder';
import { opsets, writeModel } from '#/core/onnx/writeModel';
import { tfGraphToOnnx } from '#/core/tfGraph/tfGraphToOnnx';
import type { ImportedModel, ImportModelRequest } from '#/core/protocol/importModel';
import type { Storage } from '#/core/protocol/storage';
import type { OrtBuild } from '../ort/runOnnx';
import { importOnnx } from './importOnnx';

export async function importTfjs(
  { name, file, beside }: ImportModelRequest,
  storage: { blobs: Pick<Storage['blobs'], 'put'> },
  ort?: OrtBuild,
): Promise<ImportedModel> {
  const model = await readTfjsModel(await file.text(), name, beside);
  const { generatedBy } = model;
  const plain = name.replace(/\.json$/i, '');
  const bytes = writeModel(graphOf(model), { name: plain, opset: opsets.standard });
  const imported = await importOnnx(
    { name: `${plain}.onnx`, file: new Blob([bytes]), beside: [] },
    storage,
    ort,
  );
  return {
    ...imported,
    remarks: [`Read from ${name} (${generatedBy.slice(0, 80)}) and written as ONNX.`, ...imported.remarks],
  };
}

function graphOf({ topology, tensors, graph: whole }: TfjsModel): OnnxGraph {
  if (whole) return tfGraphToOnnx(topology, tensors, whole.outputs);
  const { arch, weights } = kerasToArch(topology, tensors);
  const shapes = inferShapes(arch);
  const graph = createGraphBuilder(arch.outputs.map((output) => output.name));
  const inputs = arch.inputs.map((input) => graph.input(input.name, 'float', [null, ...input.shape]));
  const values = toOnnxNodes(graph, arch, inputs, weights);
  for (const [at, output] of arch.outputs.entries())
    graph.output(values[at] ?? '', output.name, 'float', [null, ...(shapes.get(output.node) ?? [])]);
  return graph.build();
}
