/** Explainable boosting: every answer is what it starts from and what the shapes of its columns, and of pairs of them, add. */
import type { Axis } from '../additive/axis';
import type { AdditiveModel, Term } from '../additive/term';
import { cellsOf } from '../additive/term';
import { termTrees } from '../additive/termTrees';
import type { HostWeight } from '../layers/layerDef';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { binsOf } from '../additive/axis';
import { widenedOnnx } from '../trees/derived';
import { plainTrees } from '../trees/plainTrees';
import { type TreeSum, treesNode, treesOnWebgpu } from '../trees/treesNode';
import { defineBody, type Tensors } from './bodyDef';
import { packWeights, unpackWeights } from './tensorBlob';

export interface AdditiveBody {
  width: number;
  base: number[];
  /** By term its features, one or two, and which of them may be missing. */
  terms: { feature: number; mayMiss?: true }[][];
  tables: { blob: BlobRef; tensors: WeightRef[] };
}

export const additive = defineBody<AdditiveBody>({
  type: 'additive',
  title: 'Explainable boosting',
  blobs: ({ tables }) => [tables.blob],
  tensors: ({ tables }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), tables.tensors),
  withTensors: (spec, tables) => ({ ...spec, tables }),
  inputShape: ({ width }) => [width],
  outputWidth: ({ base }) => base.length,
  toOnnx(graph, input, spec, tensors) {
    const list = termTrees(additiveOf(spec, tensors));
    const { value, places } = widenedOnnx(graph, input, spec.width, list.derived);
    const features = Float32Array.from(list.features, (feature) =>
      feature < spec.width ? feature : (places[feature - spec.width] as number),
    );
    return (graph.treeForm === 'plain' ? plainTrees : treesNode)(graph, value, {
      ...sumOf(spec, list),
      features,
    });
  },
  sum(spec, tensors) {
    const list = termTrees(additiveOf(spec, tensors));
    return { trees: sumOf(spec, list), areShares: false, derived: list.derived };
  },
  shapes: additiveOf,
  reshaped: numbersOf,
  exportChoices: () => ['treeForm'],
  exportNotes: ({ terms }, options) => ({
    sentence: `It adds up ${partsText(terms)}.`,
    ...treesOnWebgpu(options),
  }),
  describe: ({ terms }) => partsText(terms),
});

function partsText(terms: AdditiveBody['terms']): string {
  const pairs = terms.filter(({ length }) => length > 1).length;
  const count = (many: number, what: string) =>
    `${many.toLocaleString('en')} ${what}${many === 1 ? '' : 's'}`;
  const alone = count(terms.length - pairs, 'shape function');
  return pairs > 0 ? `${alone} and ${count(pairs, 'pair')}` : alone;
}

function sumOf({ base }: AdditiveBody, list: ReturnType<typeof termTrees>): TreeSum {
  const { starts, features, thresholds, left, right } = list;
  return {
    starts,
    features,
    thresholds,
    left,
    right,
    base,
    outputs: base.length,
    says: (node, tree) =>
      base.map((_, output) => (list.outputs[tree] === output ? (list.values[node] as number) : 0)),
  };
}

const borders = (term: number, side: number) => `terms/${term}/borders${side}`;
const codes = (term: number, side: number) => `terms/${term}/codes${side}`;

export function additiveOf({ width, base, terms }: AdditiveBody, tensors: Tensors): AdditiveModel {
  const of = (name: string) => tensors.get(name)?.data;
  const copied = (name: string) => Float32Array.from(of(name) ?? []);
  return {
    width,
    base: [...base],
    terms: terms.map((features, term): Term => {
      const axes = features.map((one, side): Axis => {
        const binOfCode = of(codes(term, side));
        return {
          ...one,
          borders: copied(borders(term, side)),
          ...(binOfCode && { binOfCode: Uint8Array.from(binOfCode) }),
        };
      });
      const [scores, spreads, rows] = ['scores', 'spreads', 'rows'].map((name) =>
        copied(`terms/${term}/${name}`),
      ) as [Term['scores'], Term['spreads'], Term['rows']];
      return { axes, scores, spreads, rows };
    }),
  };
}

function numbersOf(model: AdditiveModel): Map<string, HostWeight> {
  const all = new Map<string, HostWeight>();
  const outputs = model.base.length;
  for (const [at, term] of model.terms.entries()) {
    const shape = term.axes.map(binsOf);
    for (const [side, { borders: own, binOfCode }] of term.axes.entries()) {
      if (binOfCode)
        all.set(codes(at, side), { shape: [binOfCode.length], data: Float32Array.from(binOfCode) });
      else all.set(borders(at, side), { shape: [own.length], data: own });
    }
    for (const name of ['scores', 'spreads'] as const)
      all.set(`terms/${at}/${name}`, { shape: [outputs, ...shape], data: term[name] });
    all.set(`terms/${at}/rows`, { shape: [cellsOf(term)], data: term.rows });
  }
  return all;
}

/** For the blob of a version. */
export const packAdditive = (model: AdditiveModel): ReturnType<typeof packWeights> =>
  packWeights(numbersOf(model));

export const additiveBody = (model: AdditiveModel, tables: AdditiveBody['tables']): ModelBody => ({
  type: additive.type,
  spec: {
    width: model.width,
    base: [...model.base],
    terms: model.terms.map(({ axes }) =>
      axes.map(({ feature, mayMiss }) => ({ feature, ...(mayMiss && { mayMiss }) })),
    ),
    tables,
  } satisfies AdditiveBody,
});
