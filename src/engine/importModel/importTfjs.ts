/**
 * A model of TensorFlow.js, its layers said in ours and written as ONNX: from there on it is an imported model like any
 * other, run by ONNX Runtime, looked into, cut for transfer and exported.
 */
import { toOnnxNodes } from '#/core/arch/toOnnxNodes';
import { inferShapes } from '#/core/arch/shapes';
import { kerasToArch } from '#/core/keras/kerasToArch';
import { readTfjsModel } from '#/core/keras/readTfjsModel';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { opsets, writeModel } from '#/core/onnx/writeModel';
import type { ImportedModel, ImportModelRequest } from '#/core/protocol/importModel';
import type { Storage } from '#/core/protocol/storage';
import type { OrtBuild } from '../ort/runOnnx';
import { importOnnx } from './importOnnx';

export async function importTfjs(
  { name, file, beside }: ImportModelRequest,
  storage: { blobs: Pick<Storage['blobs'], 'put'> },
  ort?: OrtBuild,
): Promise<ImportedModel> {
  const { topology, generatedBy, tensors } = await readTfjsModel(await file.text(), name, beside);
  const { arch, weights } = kerasToArch(topology, tensors);
  const shapes = inferShapes(arch);
  const graph = createGraphBuilder(arch.outputs.map((output) => output.name));
  const inputs = arch.inputs.map((input) => graph.input(input.name, 'float', [null, ...input.shape]));
  const values = toOnnxNodes(graph, arch, inputs, weights);
  for (const [at, output] of arch.outputs.entries())
    graph.output(values[at] ?? '', output.name, 'float', [null, ...(shapes.get(output.node) ?? [])]);
  const plain = name.replace(/\.json$/i, '');
  const bytes = writeModel(graph.build(), { name: plain, opset: opsets.standard });
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
