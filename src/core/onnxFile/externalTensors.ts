/** Every array of a file whose values lie in another, wherever in its graphs it stands. */
import type { ExternalData, FileAttribute, FileGraph, FileNode, FileTensor, OnnxFile } from './onnxFile';

export interface ExternalTensor {
  tensor: FileTensor;
  external: ExternalData;
}

export const externalTensors = ({ graph, functions }: OnnxFile): ExternalTensor[] => [
  ...inGraph(graph),
  ...functions.flatMap(({ nodes }) => nodes.flatMap(inNode)),
];

const inGraph = ({ initializers, nodes }: FileGraph): ExternalTensor[] => [
  ...initializers.flatMap(ofTensor),
  ...nodes.flatMap(inNode),
];

const inNode = ({ attributes }: FileNode): ExternalTensor[] => attributes.flatMap(inAttribute);

function inAttribute(attribute: FileAttribute): ExternalTensor[] {
  switch (attribute.type) {
    case 'tensor':
      return ofTensor(attribute.value);
    case 'tensors':
      return attribute.value.flatMap(ofTensor);
    case 'graph':
      return inGraph(attribute.value);
    case 'graphs':
      return attribute.value.flatMap(inGraph);
    default:
      return [];
  }
}

const ofTensor = (tensor: FileTensor): ExternalTensor[] =>
  'external' in tensor.data ? [{ tensor, external: tensor.data.external }] : [];
