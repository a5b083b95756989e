/**
 * What a forecast by N-BEATS sums from: its network with nodes beside that add up the blocks of each kind. The weights
 * stay as they are. Nodes are known by the names that nbeats gives them.
 */
import type { ArchSpec } from '../arch/archSpec';
import { networkOf } from '../bodies/network';
import type { ModelBody } from '../protocol/model';
import type { ForecastPart } from '../protocol/predict';
import { NodeList } from './nodeList';

export interface PartedForecast {
  arch: ArchSpec;
  /** The last known value, for each step: what the parts are added to. */
  start: string;
  /** All three are nodes of the size of the output. */
  parts: { part: ForecastPart['part']; node: string }[];
  output: string;
}

const kinds = [
  ['trend', 'trend'],
  ['seasonality', 'seasonality'],
  ['rest', 'generic'],
] as const;

/** Undefined where the network is no sum of such blocks, or answers no steps to come. */
export function partedForecast(arch: ArchSpec): PartedForecast | undefined {
  const has = (wanted: string) => arch.nodes.some(({ id }) => id === wanted);
  const output = arch.outputs[0]?.node;
  if (!has('persistence') || output === undefined) return undefined;
  const list = new NodeList();
  list.nodes.push(...arch.nodes);
  const parts = kinds.flatMap(([part, kind]) => {
    const name = new RegExp(`^${kind}\\d+_\\d+_forecast$`);
    const [first, ...more] = arch.nodes.map(({ id }) => id).filter((id) => name.test(id));
    if (first === undefined) return [];
    list.last = first;
    for (const [i, id] of more.entries()) list.add(`${part}Part_sum${i + 1}`, 'add', {}, [list.last, id]);
    if (has('unscaled')) list.add(`${part}Part_unscaled`, 'timesSpread', {}, [list.last, 'input']);
    return [{ part, node: list.last }];
  });
  if (parts.length === 0) return undefined;
  return { arch: { ...arch, nodes: list.nodes }, start: 'persistence', parts, output };
}

export const partedForecastOf = (version: { body: ModelBody }): PartedForecast | undefined => {
  const network = networkOf(version);
  return network && partedForecast(network.arch);
};
