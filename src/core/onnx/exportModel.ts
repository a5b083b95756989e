/**
 * A trained model as one ONNX file: raw samples in (core/kinds), the body, and the answer out (core/tasks).
 */
import { latentName } from '#/core/arch/latentOf';
import { TetradError } from '#/core/protocol/errors';
import { transforms as listed } from '#/core/transforms/registry';
import type { ExportNotes } from '../bodies/bodyDef';
import { bodyOf } from '../bodies/registry';
import type { Entrance } from '../kinds/kindDef';
import { kindOf } from '../kinds/registry';
import { taskOf } from '../tasks/registry';
import { checkGraph } from './checkGraph';
import { createGraphBuilder, toIdentifier } from './createGraphBuilder';
import type { ExportedModel, ExportRequest } from './exportRequest';
import type { OnnxShape } from './graphBuilder';
import { foldIntoConv } from './passes/foldIntoConv';
import { foldScale } from './passes/foldScale';
import { fuseGemm } from './passes/fuseGemm';
import { joinLayouts } from './passes/joinLayouts';
import { runPasses } from './passes/pass';
import { outlineEntry, writeOutline } from './reopen/outline';
import { raiseOpset } from './passes/raiseOpset';
import { removeIdentity } from './passes/removeIdentity';
import { shareConstants } from './passes/shareConstants';
import { irVersion, opsets, writeModel } from './writeModel';

export function exportModel(request: ExportRequest): ExportedModel {
  const { input, task, options = {}, transforms = listed } = request;
  const opset = opsetOf(request);
  const raise = raiseOpset(opset);
  const begun = beginning(request);
  const outputs = outputNames(request, begun !== undefined);
  const batch: OnnxShape[number] = (options.dynamicBatch ?? true) ? null : 1;

  const graph = createGraphBuilder(Object.values(outputs), options.conv4d, options.treeForm);
  const kind = kindOf(input);
  const body = bodyOf(request.body);
  const { spec } = request.body;
  const inputShape = body.inputShape(spec);
  const entrance = begun
    ? latentEntrance(graph, body.inputShape(begun), batch)
    : kind.toOnnx(graph, input.fitted, {
        networkShape: inputShape,
        transforms,
        batch,
        inputs: request.inputs,
      });
  const narrow = (value: string) => {
    if (outputs.latent)
      graph.output(graph.node('Identity', [value]), outputs.latent, 'float', [
        batch,
        body.latentWidth?.(spec) ?? null,
      ]);
  };
  const raw = body.toOnnx(graph, entrance.network, begun ?? spec, request.tensors, narrow, request.files);
  taskOf(task).toOnnx(graph, raw, task, {
    outputs,
    width: body.outputWidth(spec),
    batch,
    dtype: kind.dtype,
    inputShape,
  });
  const notes = body.exportNotes(spec, options);

  // Those that change layers know ours alone; what others wrote is left as it is.
  const ours = body.leastOpset?.(spec)
    ? []
    : [foldScale, foldIntoConv, joinLayouts, fuseGemm, shareConstants];
  const { graph: final, did } = runPasses(graph.build(), [removeIdentity, ...ours, raise]);
  checkGraph(final);
  const bytes = writeModel(final, {
    name: toIdentifier(task.target),
    opset,
    producerVersion: request.metadata?.tetradVersion,
    description: describe(request, entrance, outputs, notes),
    metadata: (options.metadata ?? true) ? metadataOf(request, entrance, notes) : undefined,
    docs: entrance.docs,
  });
  const counts = new Map<string, number>();
  for (const { opType } of final.nodes) counts.set(opType, (counts.get(opType) ?? 0) + 1);
  const nodeCounts = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { bytes, inputs: entrance.inputs, outputs, opset, irVersion, nodeCounts, fusions: did };
}

function opsetOf({ body, options = {} }: ExportRequest): number {
  const least = bodyOf(body).leastOpset?.(body.spec) ?? opsets.standard;
  const opset = options.opset ?? least;
  if (opset >= least || opset < opsets.least) return opset;
  throw new TetradError({
    code: 'badInput',
    message: `What was imported is written in opset ${least}, so the whole cannot be written in ${opset}.`,
    place: 'export options, opset',
    hint: `Choose opset ${least} or a later one.`,
  });
}

/** Of a file that holds the second half alone: the body that begins with the few numbers. */
function beginning({ body, options = {} }: ExportRequest): unknown {
  if (options.part !== 'decoder') return undefined;
  const found = bodyOf(body).decoder?.(body.spec);
  if (found !== undefined) return found;
  throw new TetradError({
    code: 'badInput',
    message: 'This model has no few numbers that a decoder could begin with.',
    place: 'options.part',
    hint: 'Export the whole.',
  });
}

function latentEntrance(
  graph: ReturnType<typeof createGraphBuilder>,
  [width = 1]: readonly number[],
  batch: OnnxShape[number],
): Entrance {
  const network = graph.input(latentName, 'float', [batch, width]);
  return {
    inputs: [{ name: latentName, column: latentName, dtype: 'float', shape: [width] }],
    network,
    docs: new Map([
      [latentName, `${width} numbers, as a standard normal distribution gives them or as samples came to`],
    ]),
    metadata: { part: 'decoder' },
    from: `${width} numbers`,
  };
}

function outputNames(
  { task, body, options = {} }: ExportRequest,
  isDecoder: boolean,
): ExportedModel['outputs'] {
  const label = options.labelName ?? taskOf(task).answerName;
  const { value } = taskOf(task);
  const outputs: ExportedModel['outputs'] = {
    label,
    ...((value === 'class' || value === 'labels' || value === 'mask' || value === 'group') && {
      probabilities: options.probabilitiesName ?? 'probabilities',
    }),
    ...(value === 'quantile' && { quantiles: 'quantiles' }),
    ...(value === 'oddness' && { odd: 'odd' }),
    ...(!isDecoder && bodyOf(body).latentWidth?.(body.spec) && { latent: latentName }),
  };
  for (const name of Object.values(outputs))
    if (toIdentifier(name) !== name)
      throw new TetradError({
        code: 'badInput',
        message: `"${name}" cannot be the name of an ONNX output.`,
        place: 'export options, output names',
        hint: `Use letters, digits and underscores, for example "${toIdentifier(name)}".`,
      });
  if (new Set(Object.values(outputs)).size < Object.values(outputs).length)
    throw new TetradError({
      code: 'badInput',
      message: `Both outputs are called "${outputs.label}".`,
      place: 'export options, output names',
      hint: 'Give them two different names.',
    });
  return outputs;
}

function describe(
  { task }: ExportRequest,
  { from }: Entrance,
  outputs: ExportedModel['outputs'],
  { sentence }: ExportNotes,
): string {
  return [taskOf(task).describe(task, from, outputs), sentence].filter(Boolean).join(' ');
}

/** Of the options those that mean something for this body. */
function outlineOf(request: ExportRequest, outline: unknown): string {
  const { body, options: { conv4d, treeForm, ...options } = {} } = request;
  const choices = bodyOf(body).exportChoices(body.spec);
  const meant = {
    ...options,
    ...(choices.includes('conv4d') && { conv4d }),
    ...(choices.includes('treeForm') && { treeForm }),
  };
  return writeOutline({ ...request, options: meant }, { type: body.type, outline });
}

function metadataOf(
  request: ExportRequest,
  { inputs, metadata: own }: Entrance,
  notes: ExportNotes,
): Map<string, string> {
  const { task, metadata, inputs: columns } = request;
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const entries = new Map<string, string>([
    ['tetrad.task', task.type],
    ['tetrad.target', task.target],
    ['tetrad.inputs', JSON.stringify(inputs.map((input) => ({ ...input, type: types.get(input.column) })))],
    ...Object.entries({ ...own, ...notes.metadata }).map(([key, value]): [string, string] => [
      `tetrad.${key}`,
      value,
    ]),
  ]);
  const outline = bodyOf(request.body).outline?.(request.body.spec, request.tensors);
  if (outline) entries.set(outlineEntry, outlineOf(request, outline));
  if (task.levels) entries.set('tetrad.levels', JSON.stringify(task.levels));
  if (task.labels) entries.set('tetrad.labels', JSON.stringify(task.labels));
  for (const [key, value] of Object.entries(metadata ?? {})) entries.set(`tetrad.${key}`, value);
  return entries;
}
