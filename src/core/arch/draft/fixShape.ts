/** One layer on a connection that makes a layer take what it would not, found by trying; none where none does. */
import type { LayerDef } from '../../layers/layerDef';
import type { LayerRegistry } from '../../layers/registry';
import type { DraftEdge } from './archDraft';

/** What mends a problem: exactly one of these. */
export interface DraftFix {
  label: string;
  cut?: DraftEdge;
  insert?: { edge: DraftEdge; type: string; params: Record<string, unknown> };
  output?: string;
  head?: true;
  /** Of a draft with several inputs: the sample is one again. */
  whole?: true;
  leaveOut?: { input: string; column: string };
}

interface Refused {
  layer: LayerDef;
  params: unknown;
  inputs: readonly number[][];
  slot: number;
  edge: DraftEdge;
}

interface Candidate {
  type: string;
  params: Record<string, unknown>;
  what: string;
}

/** What changes the shape of one value: to that of another it meets, or to fewer axes. */
function candidates(own: readonly number[], others: readonly number[][]): Candidate[] {
  const [other] = others;
  const width = other?.at(-1);
  const found: Candidate[] = [];
  if (width !== undefined)
    found.push({ type: 'dense', params: { units: width, useBias: true }, what: `a dense layer of ${width}` });
  if (other && other.join() !== own.join() && product(other) === product(own))
    found.push({
      type: 'reshape',
      params: { shape: [...other] },
      what: `a reshape to [${other.join(', ')}]`,
    });
  found.push({ type: 'flatten', params: {}, what: 'a flatten layer' });
  if (own.length > 1) found.push({ type: 'globalPool', params: {}, what: 'a global pool' });
  return found;
}

const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

export function fixShape(refused: Refused, layers: LayerRegistry): DraftFix | undefined {
  const { layer, params, inputs, slot, edge } = refused;
  const own = inputs[slot];
  if (!own) return undefined;
  const others = inputs.filter((_, at) => at !== slot);
  for (const { type, params: given, what } of candidates(own, others)) {
    const between = layers.find(type);
    const settings = between?.params.safeParse(given);
    if (!between || !settings?.success) continue;
    try {
      const changed = between.inferShape([own], settings.data);
      const shape = layer.inferShape(
        inputs.map((input, at) => (at === slot ? changed : input)),
        params,
      );
      if (shape.some((size) => !Number.isInteger(size) || size < 1)) continue;
      return {
        label: `Put ${what} between`,
        insert: { edge, type, params: settings.data as Record<string, unknown> },
      };
    } catch {
      // The next may do.
    }
  }
  return undefined;
}
