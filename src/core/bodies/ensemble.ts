/**
 * Several bodies that answer together. It holds its members whole, not by reference: blobs are named by their content, so
 * this takes no room while the versions are there, and goes on answering when they are deleted.
 */
import {
  type Combine,
  farthest,
  leastShare,
  type MemberReading,
  ordered,
  surest,
} from '../ensembles/combine';
import type { EnsembleTold } from '../ensembles/told';
import type { HostWeight } from '../layers/layerDef';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { opsets } from '../onnx/writeModel';
import type { ModelBody } from '../protocol/model';
import { type BodyDef, defineBody, type Tensors } from './bodyDef';

export interface EnsembleMember extends MemberReading {
  body: ModelBody;
  /** Of the values that enter the ensemble those that are the member's, in its order; absent: all. */
  places?: number[];
}

export interface EnsembleBody {
  /** What enters, without batch. */
  takes: number[];
  /** Of shares; 0 of numbers. */
  labels: number;
  members: EnsembleMember[];
  combine: Combine;
  told: EnsembleTold;
}

type BodyOf = (body: Pick<ModelBody, 'type'>) => BodyDef;

/** Of the registry that it is listed in, which finds the bodies of its members. */
export const ensembleOf = (bodyOf: BodyOf) =>
  defineBody<EnsembleBody>({
    type: 'ensemble',
    title: 'Ensemble',
    blobs: ({ members }) => members.flatMap(({ body }) => bodyOf(body).blobs(body.spec)),
    tensors(spec, bytes) {
      const all = new Map<string, HostWeight>();
      for (const [i, { body, files }] of membersIn(spec, bytes, bodyOf).entries())
        for (const [name, weight] of bodyOf(body).tensors(body.spec, files)) all.set(`${i}/${name}`, weight);
      return all;
    },
    inputShape: ({ takes }) => takes,
    outputWidth: ({ labels }) => labels || 1,
    leastOpset({ members }) {
      const least = Math.max(0, ...members.map(({ body }) => bodyOf(body).leastOpset?.(body.spec) ?? 0));
      // What is ours in it is written in the standard one.
      return least > 0 ? Math.max(least, opsets.standard) : undefined;
    },
    toOnnx(graph, input, spec, tensors, _narrow, bytes = []) {
      const said = membersIn(spec, bytes, bodyOf).map((member, i) => {
        const { body, files } = member;
        const def = bodyOf(body);
        const given = givenOnnx(graph, input, member, def.inputShape(body.spec));
        const own = tensorsOf(tensors, i);
        const raw = def.toOnnx(graph, given, body.spec, own, undefined, files);
        return readOnnx(graph, raw, def.outputWidth(body.spec), member);
      });
      return combineOnnx(graph, said, spec);
    },
    members: ({ told }) => told,
    within: ({ members }) => members.map(({ body }) => body),
    exportChoices: ({ members }) => [
      ...new Set(members.flatMap(({ body }) => bodyOf(body).exportChoices(body.spec))),
    ],
    exportNotes({ members }, options) {
      const notes = members.map(({ body }) => bodyOf(body).exportNotes(body.spec, options));
      const notOnWebgpu = notes.find((note) => note.notOnWebgpu)?.notOnWebgpu;
      return {
        sentence: `It holds ${members.length} models, each with its own preparing, and answers with what they come to together.`,
        ...(notOnWebgpu && { notOnWebgpu }),
      };
    },
    describe({ members, told }) {
      const held = told.members.filter(({ weight }) => weight > 0);
      const each = members.map(
        ({ body }, i) => `${held[i]?.name ?? `member ${i + 1}`} (${bodyOf(body).describe(body.spec)})`,
      );
      return `${told.method} of ${members.length} models: ${each.join('; ')}`;
    },
  });

/** Of the member at `i`, under its own names. */
export function tensorsOf(tensors: Tensors, i: number): Map<string, HostWeight> {
  const prefix = `${i}/`;
  const own = new Map<string, HostWeight>();
  for (const [name, weight] of tensors)
    if (name.startsWith(prefix)) own.set(name.slice(prefix.length), weight);
  return own;
}

/** Each with the bytes of its own blobs. */
export function membersIn(
  { members }: Pick<EnsembleBody, 'members'>,
  bytes: readonly Uint8Array<ArrayBuffer>[],
  bodyOf: BodyOf,
): (EnsembleMember & { files: readonly Uint8Array<ArrayBuffer>[] })[] {
  let at = 0;
  return members.map((member) => {
    const { length } = bodyOf(member.body).blobs(member.body.spec);
    at += length;
    return { ...member, files: bytes.slice(at - length, at) };
  });
}

/** What the member takes of what enters, in its own shape. */
function givenOnnx(
  graph: GraphBuilder,
  input: string,
  { places }: EnsembleMember,
  shape: readonly number[],
): string {
  if (!places) return input;
  const taken = graph.node(
    'Gather',
    [input, graph.constant('int64', [places.length], BigInt64Array.from(places, BigInt))],
    { axis: 1n },
    { hint: 'own' },
  );
  if (shape.length === 1) return taken;
  const wanted = graph.constant('int64', [shape.length + 1], BigInt64Array.from([-1, ...shape], BigInt));
  return graph.node('Reshape', [taken, wanted]);
}

const one = (graph: GraphBuilder, value: number): string =>
  graph.constant('float', [], Float32Array.of(value));

/** As readMember of core/ensembles/combine. */
function readOnnx(graph: GraphBuilder, raw: string, width: number, { order, scale }: MemberReading): string {
  if (!order) {
    const { times, plus } = scale ?? { times: 1, plus: 0 };
    const own = graph.node('Add', [graph.node('Mul', [raw, one(graph, times)]), one(graph, plus)]);
    return graph.node('Clip', [own, one(graph, -farthest), one(graph, farthest)]);
  }
  const shares =
    width === 1
      ? graph.node(
          'Concat',
          [graph.node('Sigmoid', [graph.node('Neg', [raw])]), graph.node('Sigmoid', [raw])],
          { axis: 1n },
        )
      : graph.node('Softmax', [heldOnnx(graph, raw)], { axis: -1n });
  const own = width === 1 ? 2 : width;
  if (order.length === own && order.every((place, label) => place === label)) return shares;
  // A label that the member does not know has a column of zeros behind its own.
  const first = graph.constant('int64', [1], BigInt64Array.of(0n));
  const none = graph.node('Mul', [graph.node('Gather', [shares, first], { axis: 1n }), one(graph, 0)]);
  const padded = order.includes(-1) ? graph.node('Concat', [shares, none], { axis: 1n }) : shares;
  const places = order.map((place) => BigInt(place < 0 ? own : place));
  return graph.node(
    'Gather',
    [padded, graph.constant('int64', [places.length], BigInt64Array.from(places))],
    { axis: 1n },
  );
}

/** Each row's scores within what is counted. */
function heldOnnx(graph: GraphBuilder, raw: string): string {
  const most = graph.node('ReduceMax', [graph.node('Abs', [raw])], { axes: [-1n], keepdims: 1n });
  const counted = graph.node('Max', [most, one(graph, surest)]);
  return graph.node('Mul', [raw, graph.node('Div', [one(graph, surest), counted])]);
}

/** As combineRows. */
function combineOnnx(
  graph: GraphBuilder,
  said: readonly string[],
  { combine: { how, weights, bias, sharpness = 1 }, labels }: EnsembleBody,
): string {
  const least = () => graph.constant('float', [], Float32Array.of(leastShare), 'leastShare');
  const log = (shares: string) => graph.node('Log', [graph.node('Max', [shares, least()])]);
  const weighed = said.map((value, i) =>
    graph.node('Mul', [how === 'pooled' ? log(value) : value, one(graph, weights[i] as number)]),
  );
  const sum =
    weighed.length === 1 ? (weighed[0] as string) : graph.node('Sum', weighed, {}, { hint: 'together' });
  if (labels > 0 && how === 'mean') {
    const inOrder = graph.node('Add', [
      log(sum),
      graph.constant('float', [labels], ordered(labels), 'order'),
    ]);
    return sharpness === 1 ? inOrder : graph.node('Mul', [inOrder, one(graph, sharpness)]);
  }
  if (!bias) return sum;
  return graph.node('Add', [sum, graph.constant('float', [bias.length], Float32Array.from(bias))]);
}
