/**
 * A trained model as one ONNX file: raw columns in, preprocessing, network, and the answer out.
 * Every field is one input [batch, 1]: numbers, booleans (0 or 1) and dates (UTC milliseconds since 1970)
 * as double with NaN for missing, since float would lose the digits of large offsets; text as string with
 * "" for missing.
 */
import { holdsConv4d } from '#/core/arch/holdsConv4d';
import { inferShapes } from '#/core/arch/shapes';
import { toOnnxNodes } from '#/core/arch/toOnnxNodes';
import type { FittedGrid } from '#/core/grid/fittedGrid';
import { TetradError } from '#/core/protocol/errors';
import { answerNames, type Conv4dForm } from '#/core/protocol/predict';
import { isNumberType } from '#/core/table/cellValue';
import { featureLimit } from '#/core/transforms/featureLimit';
import type { FittedFeature, FittedTarget } from '#/core/transforms/pipeline';
import { transforms as listed, type TransformRegistry } from '#/core/transforms/registry';
import { sizeOf } from '../arch/sizeOf';
import { checkGraph } from './checkGraph';
import { createGraphBuilder, toIdentifier } from './createGraphBuilder';
import { castTo } from './dtypes';
import type { ExportedInput, ExportedModel, ExportRequest } from './exportRequest';
import { addGridInput, addGridOutput } from './gridNodes';
import type { GraphBuilder, OnnxShape } from './graphBuilder';
import { foldIntoConv } from './passes/foldIntoConv';
import { foldScale } from './passes/foldScale';
import { fuseGemm } from './passes/fuseGemm';
import { joinLayouts } from './passes/joinLayouts';
import { runPasses } from './passes/pass';
import { raiseOpset } from './passes/raiseOpset';
import { removeIdentity } from './passes/removeIdentity';
import { shareConstants } from './passes/shareConstants';
import { irVersion, opsets, writeModel } from './writeModel';

export function exportModel(request: ExportRequest): ExportedModel {
  const { pipeline, task, options = {}, transforms = listed } = request;
  const opset = options.opset ?? opsets.standard;
  const raise = raiseOpset(opset);
  const outputs = outputNames(request);
  const batch: OnnxShape[number] = (options.dynamicBatch ?? true) ? null : 1;

  const graph = createGraphBuilder(Object.values(outputs), options.conv4d);
  const { inputs, network } = request.grid
    ? fieldToNetwork(graph, request.grid, batch)
    : rowsToNetwork(graph, request, transforms, batch);
  const raw = onlyOutput(toOnnxNodes(graph, request.arch, network, request.weights));
  const { target } = pipeline;
  if (target.kind === 'labels')
    addClasses(graph, raw, target.labels, outputWidth(request) === 1, outputs, batch);
  else if (target.kind === 'standardized')
    addNumber(graph, raw, target, outputs.label, batch, request.grid ? 'float' : 'double');
  else if (request.grid) addGridOutput(graph, raw, target, request.grid, outputs.label, batch);

  const { graph: final, did } = runPasses(graph.build(), [
    removeIdentity,
    foldScale,
    foldIntoConv,
    joinLayouts,
    fuseGemm,
    shareConstants,
    raise,
  ]);
  checkGraph(final);
  const bytes = writeModel(final, {
    name: toIdentifier(task.target),
    opset,
    producerVersion: request.metadata?.tetradVersion,
    description: describe(request, outputs),
    metadata: (options.metadata ?? true) ? metadataOf(request, inputs) : undefined,
    docs: docsOf(request, inputs),
  });
  const counts = new Map<string, number>();
  for (const { opType } of final.nodes) counts.set(opType, (counts.get(opType) ?? 0) + 1);
  const nodeCounts = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { bytes, inputs, outputs, opset, irVersion, nodeCounts, fusions: did };
}

interface Entrance {
  inputs: ExportedInput[];
  /** The value the network begins with. */
  network: string;
}

function fieldToNetwork(graph: GraphBuilder, grid: FittedGrid, batch: OnnxShape[number]): Entrance {
  const { input, value } = addGridInput(graph, grid, batch);
  return { inputs: [input], network: value };
}

function rowsToNetwork(
  graph: GraphBuilder,
  request: ExportRequest,
  transforms: TransformRegistry,
  batch: OnnxShape[number],
): Entrance {
  const { features } = request.pipeline;
  const inputs = features.map(({ field, fieldType }): ExportedInput => {
    const dtype = isNumberType(fieldType) ? 'double' : 'string';
    return { name: graph.input(field, dtype, [batch, 1]), field, dtype };
  });
  const blocks = features.map((feature, i) =>
    lowerFeature(graph, feature, inputs[i]?.name ?? '', transforms),
  );
  const table =
    blocks.length === 1 ? (blocks[0] ?? '') : graph.node('Concat', blocks, { axis: 1n }, { hint: 'table' });
  const limit = (value: number) => graph.constant('double', [], Float64Array.of(value));
  const near = graph.node('Clip', [table, limit(-featureLimit), limit(featureLimit)], {}, { hint: 'near' });
  const whole = graph.node('Cast', [near], { to: castTo('float') }, { hint: 'features' });
  return { inputs, network: shaped(graph, request, whole) };
}

function outputNames({ task, options = {} }: ExportRequest): ExportedModel['outputs'] {
  const label = options.labelName ?? answerNames[task.kind];
  const outputs: ExportedModel['outputs'] =
    task.kind === 'classification'
      ? { label, probabilities: options.probabilitiesName ?? 'probabilities' }
      : { label };
  for (const name of Object.values(outputs))
    if (toIdentifier(name) !== name)
      throw new TetradError({
        code: 'badInput',
        message: `"${name}" cannot be the name of an ONNX output.`,
        place: 'export options, output names',
        hint: `Use letters, digits and underscores, for example "${toIdentifier(name)}".`,
      });
  if (outputs.label === outputs.probabilities)
    throw new TetradError({
      code: 'badInput',
      message: `Both outputs are called "${outputs.label}".`,
      place: 'export options, output names',
      hint: 'Give them two different names.',
    });
  return outputs;
}

const lowerFeature = (
  graph: GraphBuilder,
  { field, steps }: FittedFeature,
  input: string,
  transforms: TransformRegistry,
): string =>
  steps.reduce((value, { type, state, params }) => {
    const def = transforms.get(type, `column ${field}`);
    return def.toOnnx(graph, value, state, def.params.parse(params));
  }, input);

/** Networks on tables take [batch, width]; others get the same numbers in their own shape. */
function shaped(graph: GraphBuilder, { arch, pipeline }: ExportRequest, features: string): string {
  const [input, ...more] = arch.inputs;
  if (!input || more.length > 0)
    throw new TetradError({
      code: 'unsupported',
      message: `A table cannot feed a network with ${arch.inputs.length} inputs.`,
    });
  const size = sizeOf(input.shape);
  if (size !== pipeline.width)
    throw new TetradError({
      code: 'corrupt',
      message: `The preprocessing makes ${pipeline.width} columns, but the network takes ${size}.`,
    });
  if (input.shape.length === 1) return features;
  const shape = graph.constant(
    'int64',
    [input.shape.length + 1],
    BigInt64Array.from([-1, ...input.shape], BigInt),
  );
  return graph.node('Reshape', [features, shape]);
}

function onlyOutput(outputs: string[]): string {
  const [output, ...more] = outputs;
  if (output !== undefined && more.length === 0) return output;
  throw new TetradError({
    code: 'unsupported',
    message: 'A network with several outputs has no single answer.',
  });
}

function outputWidth({ arch }: ExportRequest): number | undefined {
  return inferShapes(arch)
    .get(arch.outputs[0]?.node ?? '')
    ?.at(-1);
}

/** Softmax over logits; a single log-odds becomes the pair [1 - p, p]. The first of the largest wins. */
function addClasses(
  graph: GraphBuilder,
  logits: string,
  labels: string[],
  oneLogit: boolean,
  { label, probabilities = 'probabilities' }: ExportedModel['outputs'],
  batch: OnnxShape[number],
): void {
  const shares = oneLogit
    ? graph.node(
        'Concat',
        [graph.node('Sigmoid', [graph.node('Neg', [logits])]), graph.node('Sigmoid', [logits])],
        {
          axis: 1n,
        },
      )
    : graph.node('Softmax', [logits], { axis: -1n });
  graph.output(shares, probabilities, 'float', [batch, labels.length]);
  const index = graph.node('ArgMax', [shares], { axis: 1n, keepdims: 0n }, { hint: 'classIndex' });
  // A table of strings rather than a LabelEncoder: builds of ONNX Runtime for WebGPU leave ai.onnx.ml out.
  const texts = graph.constant('string', [labels.length], labels, 'labels');
  const text = graph.node('Gather', [texts, index], { axis: 0n }, { hint: 'classLabel' });
  graph.output(text, label, 'string', [batch]);
}

/**
 * Back to the target's own unit. In double for tables, whose targets may have large offsets; in float for fields, where
 * nothing else is double, which not every build of a runtime has.
 */
function addNumber(
  graph: GraphBuilder,
  standardized: string,
  { mean, std }: Extract<FittedTarget, { kind: 'standardized' }>,
  name: string,
  batch: OnnxShape[number],
  dtype: 'double' | 'float',
): void {
  const scalar = (value: number, hint: string) =>
    graph.constant(dtype, [], dtype === 'double' ? Float64Array.of(value) : Float32Array.of(value), hint);
  const column = graph.constant('int64', [1], BigInt64Array.of(-1n));
  const flat = graph.node('Reshape', [standardized, column], {}, { hint: 'flat' });
  const exact =
    dtype === 'double' ? graph.node('Cast', [flat], { to: castTo(dtype) }, { hint: 'standardized' }) : flat;
  const scaled = graph.node('Mul', [exact, scalar(std, 'std')]);
  graph.output(graph.node('Add', [scaled, scalar(mean, 'mean')]), name, dtype, [batch]);
}

function docsOf({ pipeline, grid }: ExportRequest, inputs: readonly ExportedInput[]): Map<string, string> {
  if (grid) {
    const channels = grid.channels.map(({ name, unit }) => (unit ? `${name} (${unit})` : name));
    return new Map(
      inputs.map(({ name }) => [
        name,
        `[batch, time, x, y, z, channel]: ${channels.join(', ')}; NaN = missing`,
      ]),
    );
  }
  return new Map(pipeline.features.map((feature, i) => [inputs[i]?.name ?? '', describeInput(feature)]));
}

function describeInput(feature: FittedFeature): string {
  const { field, fieldType } = feature;
  const text = 'text without outer spaces, numbers in their shortest form (1, not 1.0), "" = missing';
  const form = {
    numeric: 'number, NaN = missing',
    integer: 'number, NaN = missing',
    boolean: '0 or 1, NaN = missing',
    datetime: 'milliseconds since 1970-01-01 UTC, NaN = missing',
    categorical: text,
    text,
    id: text,
  }[fieldType];
  return `${field} (${fieldType}): ${form}`;
}

function describe(request: ExportRequest, outputs: ExportedModel['outputs']): string {
  const limits = conv4dOf(request) === 'native' ? ` ${nativeLimits}` : '';
  return `${promise(request, outputs)}${limits}`;
}

const nativeLimits =
  'Its 4-D convolutions are Conv nodes with four spatial axes: not for runtimes that stop at three, such as ONNX Runtime on WebGPU.';

/** How the 4-D convolutions of the network are written; undefined when it holds none. */
function conv4dOf({ arch, options }: ExportRequest): Conv4dForm | undefined {
  return holdsConv4d(arch) ? (options?.conv4d ?? 'folded') : undefined;
}

function promise({ task, inputs, grid }: ExportRequest, outputs: ExportedModel['outputs']): string {
  const from = grid ? 'a field over time and space' : `${inputs.length} raw columns`;
  switch (task.kind) {
    case 'classification':
      return `Predicts ${task.target} from ${from}: ${outputs.label} (text) and ${outputs.probabilities} (one per label).`;
    case 'regression':
      return `Predicts ${task.target} from ${from}: ${outputs.label}, in the target's own unit.`;
    case 'forecast':
      return `Forecasts ${task.channels.join(', ')} ${task.horizon} ${task.horizon === 1 ? 'step' : 'steps'} ahead from ${from}: ${outputs.label}, [batch, x, y, z, channel] in the field's own units.`;
  }
}

function metadataOf(request: ExportRequest, inputs: readonly ExportedInput[]): Map<string, string> {
  const { task, metadata, pipeline, inputs: fields, grid } = request;
  const conv4d = conv4dOf(request);
  const types = new Map(fields.map(({ name, type }) => [name, type]));
  const entries = new Map<string, string>([
    ['tetrad.task', task.kind],
    ['tetrad.target', task.target],
    ['tetrad.inputs', JSON.stringify(inputs.map((input) => ({ ...input, type: types.get(input.field) })))],
    ['tetrad.features', JSON.stringify(pipeline.features.flatMap(({ outputNames }) => outputNames))],
    ...(grid ? [['tetrad.grid', JSON.stringify(grid)] as [string, string]] : []),
    ...(conv4d ? [['tetrad.conv4d', conv4d] as [string, string]] : []),
  ]);
  if (task.kind === 'classification') entries.set('tetrad.labels', JSON.stringify(task.labels));
  for (const [key, value] of Object.entries(metadata ?? {})) entries.set(`tetrad.${key}`, value);
  return entries;
}
