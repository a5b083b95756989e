/**
 * A model of Keras 2 or TensorFlow.js (`Sequential`, `Functional`, models inside models) as an ArchSpec with weights, for
 * answering: what only training does is left out. Topology: https://www.tensorflow.org/js/guide/save_load
 */
import type { ArchSpec } from '../arch/archSpec';
import type { HostWeight } from '../layers/layerDef';
import { TetradError } from '../protocol/errors';
import { ArchMaker } from './archMaker';
import { KerasConfig } from './kerasConfig';
import type { KerasLayer } from './kerasCall';
import { kerasLayers } from './kerasLayers';

export interface KerasTensor {
  shape: number[];
  data: Float32Array;
}

interface Listed {
  className: string;
  name: string;
  config: Record<string, unknown>;
  /** Of every time it is called: what it reads. */
  calls: [layer: string, call: number, output: number][][];
}

const mostLayers = 10_000;
const deepest = 16;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const either = (value: Record<string, unknown>, ...keys: string[]): unknown =>
  keys
    .map((key) => (Object.hasOwn(value, key) ? value[key] : undefined))
    .find((found) => found !== undefined);

export function kerasToArch(
  topology: unknown,
  tensors: ReadonlyMap<string, KerasTensor>,
): { arch: ArchSpec; weights: Map<string, HostWeight> } {
  const make = new ArchMaker();
  const whole = isObject(topology) ? (either(topology, 'model_config', 'modelConfig') ?? topology) : topology;
  const outputs = runModel(whole, undefined, { make, tensors, path: [], depth: 0 });
  const names = new Set<string>();
  const arch = make.finish(
    outputs.map(({ name, value }) => {
      const own = names.has(name) ? value : name;
      names.add(own);
      return { name: own, node: value };
    }),
  );
  return { arch, weights: make.weights };
}

interface Within {
  make: ArchMaker;
  tensors: ReadonlyMap<string, KerasTensor>;
  /** Names of the models that it is in. */
  path: string[];
  depth: number;
}

/** `given`: values for its inputs; undefined: the network's own. */
function runModel(
  model: unknown,
  given: string[] | undefined,
  within: Within,
): { name: string; value: string }[] {
  const [className, config] = classOf(model, 'the model');
  if (within.depth > deepest) throw bad('Models lie in models without an end.', className);
  const layers = listOf(className, config);
  const values = new Map<string, string[][]>();
  const known = kerasLayers((own) => {
    const [innerClass, innerConfig] = classOf(own.get('layer'), own.layer);
    return { className: innerClass, config: new KerasConfig(innerConfig, own.layer) };
  });
  const outputs = isSequential(className) ? [] : outputsOf(className, config);
  let inputs = 0;
  let last: Listed | undefined;
  for (const layer of layers) {
    const config = new KerasConfig(layer.config, layer.name);
    const isInput = layer.className === 'InputLayer';
    const calls = isSequential(className) ? [last ? [[last.name, 0, 0] as const] : []] : layer.calls;
    const said = (isInput ? [[]] : calls).map((reads): string[] => {
      if (isInput) return [given?.[inputs++] ?? within.make.input(layer.name, inputShape(config))];
      const from = reads.map(([name, call, output]) => {
        const value = values.get(name)?.[call]?.[output];
        if (value === undefined)
          throw bad(
            `It reads "${String(name).slice(0, 60)}", which comes after it or is not there.`,
            layer.name,
          );
        return value;
      });
      // The first layer of a sequence says what the model takes.
      if (from.length === 0 && isSequential(className))
        from.push(given?.[inputs++] ?? within.make.input(`${layer.name}_input`, inputShape(config)));
      return callLayer(layer, config, from, within, known);
    });
    values.set(layer.name, [...Array.from({ length: ownCalls(layer, layers, outputs) }, () => []), ...said]);
    last = layer;
  }
  return (outputs.length > 0 ? outputs : [[last?.name ?? '', 0, 0] as const]).map(([name, call, output]) => {
    const value = values.get(name)?.[call]?.[output];
    if (value === undefined) throw bad(`Its output "${String(name).slice(0, 60)}" is not there.`, className);
    return { name, value };
  });
}

function callLayer(
  { className, name, config: raw }: Listed,
  config: KerasConfig,
  inputs: string[],
  within: Within,
  known: Readonly<Record<string, KerasLayer>>,
): string[] {
  if (isModel(className)) {
    const inner = { ...within, path: [...within.path, name], depth: within.depth + 1 };
    return runModel({ class_name: className, config: raw }, inputs, inner).map(({ value }) => value);
  }
  const layer = Object.hasOwn(known, className) ? known[className] : undefined;
  if (!layer)
    throw new TetradError({
      code: 'unsupported',
      message: `The layer "${name}" is of the class ${className.slice(0, 60)}, which is not read.`,
      place: name,
      hint: 'Convert the model to ONNX with tf2onnx, and import that.',
    });
  return [layer({ name, config, inputs, make: within.make, array: arraysOf(name, within) })];
}

/** Names end with the layer and the weight; a wrapper's layers stand between. */
function arraysOf(layer: string, { tensors }: Within) {
  const own = [...tensors].filter(([key]) => key.startsWith(`${layer}/`) || key.includes(`/${layer}/`));
  return (key: string, part?: 'forward' | 'backward'): Float32Array => {
    const found = own.filter(
      ([name]) => name.split('/').at(-1)?.replace(/:0$/, '') === key && (!part || name.includes(part)),
    );
    const [only, ...more] = found;
    if (!only || more.length > 0)
      throw bad(
        only ? `The file has several arrays "${key}" for it.` : `The file has no array "${key}" for it.`,
        layer,
      );
    return only[1].data;
  };
}

const isSequential = (className: string): boolean => className === 'Sequential';
const isModel = (className: string): boolean => ['Sequential', 'Functional', 'Model'].includes(className);

function classOf(value: unknown, place: string): [className: string, config: Record<string, unknown>] {
  if (isObject(value)) {
    const className = either(value, 'class_name', 'className');
    const config = either(value, 'config');
    if (typeof className === 'string' && isObject(config)) return [className, config];
    // Of early versions a sequence is a list.
    if (className === 'Sequential' && Array.isArray(config)) return [className, { layers: config }];
  }
  throw bad('It names no class and settings.', place);
}

function listOf(className: string, config: Record<string, unknown>): Listed[] {
  const layers = either(config, 'layers');
  if (!isModel(className) || !Array.isArray(layers) || layers.length === 0)
    throw bad('It lists no layers.', className);
  if (layers.length > mostLayers)
    throw bad(
      `It lists ${layers.length.toLocaleString('en')} layers; ${mostLayers.toLocaleString('en')} are read.`,
      className,
    );
  const names = new Set<string>();
  return layers.map((layer: unknown, at): Listed => {
    const [own, settings] = classOf(layer, `layer ${at + 1}`);
    const name = String(
      either(settings, 'name') ?? (isObject(layer) ? either(layer, 'name') : undefined) ?? `layer_${at + 1}`,
    );
    if (names.has(name)) throw bad('Two layers have this name.', name);
    names.add(name);
    const inbound = isObject(layer) ? either(layer, 'inbound_nodes', 'inboundNodes') : undefined;
    return {
      className: own,
      name,
      config: settings,
      calls: isSequential(className) ? [] : callsOf(inbound, name),
    };
  });
}

function callsOf(inbound: unknown, name: string): Listed['calls'] {
  if (inbound === undefined) return [[]];
  if (!Array.isArray(inbound)) throw bad('What it reads is no list.', name);
  return inbound.map((call: unknown) => {
    if (!Array.isArray(call))
      throw bad('What it reads is written in a way that is not read (Keras 3?).', name);
    return call.map((read: unknown): [string, number, number] => {
      const [layer, node, output, more] = Array.isArray(read) ? (read as unknown[]) : [];
      if (typeof layer !== 'string' || !Number.isInteger(node) || !Number.isInteger(output))
        throw bad('What it reads is not named.', name);
      if (isObject(more) && Object.keys(more).length > 0)
        throw bad(`It is called with ${Object.keys(more).join(', ').slice(0, 80)}, which is not read.`, name);
      return [layer, node as number, output as number];
    });
  });
}

/** A model that was built before it was called here counts that call, too. */
function ownCalls(
  { className, name, calls }: Listed,
  layers: readonly Listed[],
  outputs: readonly (readonly [string, number, number])[],
): number {
  if (!isModel(className)) return 0;
  const reads = [...layers.flatMap((layer) => layer.calls.flat()), ...outputs];
  const most = Math.max(-1, ...reads.filter(([layer]) => layer === name).map(([, call]) => call));
  return Math.max(0, Math.min(most + 1 - calls.length, 1));
}

function outputsOf(className: string, config: Record<string, unknown>): [string, number, number][] {
  const outputs = either(config, 'output_layers', 'outputLayers');
  if (!Array.isArray(outputs)) throw bad('It names no outputs.', className);
  // One output may stand without a list around it.
  const listed: unknown[] = typeof outputs[0] === 'string' ? [outputs] : outputs;
  return listed.map((one) => {
    const [layer, node, output] = Array.isArray(one) ? (one as unknown[]) : [];
    if (typeof layer !== 'string' || !Number.isInteger(node) || !Number.isInteger(output))
      throw bad('It names an output in a way that is not read.', className);
    return [layer, node as number, output as number];
  });
}

function inputShape(config: KerasConfig): number[] {
  const shape = config.get('batch_input_shape') ?? config.get('batch_shape');
  if (!Array.isArray(shape) || shape.length < 2)
    throw config.wrong('batch_input_shape', 'the shape of what it takes');
  return shape.slice(1).map((size: unknown) => {
    if (typeof size === 'number' && Number.isInteger(size) && size > 0) return size;
    throw new TetradError({
      code: 'unsupported',
      message: `The input "${config.layer}" has the shape [${shape.join(', ')}]: a size that is left open is not read.`,
      place: config.layer,
      hint: 'Save the model with sizes for all axes but the batch.',
    });
  });
}

const bad = (message: string, place: string) =>
  new TetradError({
    code: 'badInput',
    message,
    place: place.slice(0, 120),
    hint: 'Save the model again with the program it came from.',
  });
