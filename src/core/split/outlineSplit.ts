/** How the samples of a dataset will be divided, known before any is read: for the form. planSplit decides. */
import type { KindSource } from '../kinds/kindDef';
import { kindOf } from '../kinds/registry';
import type { TrainConfig } from '../protocol/train';
import { autoTestShare, fewestForTest } from './testShare';

export interface SplitOutline {
  /** "by the order of “t”: the latest rows judge". */
  how: string;
  /** About how many samples are where; absent where a column says it. */
  parts?: { train: number; val: number; test: number };
  /** There are columns whose role says more than chance: at random is then a choice. */
  hasRoles: boolean;
  /** So few samples that each should be judged in turn. */
  few: boolean;
}

/** `samples`: those with a target. */
export function outlineSplit(
  source: KindSource,
  samples: number,
  config: Pick<TrainConfig, 'validationSplit' | 'testSplit' | 'splitBy'>,
): SplitOutline {
  const part = source.schema.columns.find(({ role }) => role === 'split');
  const division = (byRoles: boolean) => kindOf(source.schema).division(source, samples, byRoles);
  const byRoles = config.splitBy !== 'random';
  const hasRoles = part !== undefined || division(true).how !== division(false).how;
  const few = samples < fewestForTest;
  if (part && byRoles) return { how: `by the column “${part.name}”`, hasRoles, few };
  const { how, units } = division(byRoles);
  const share = config.testSplit === 'auto' ? autoTestShare(samples, units) : (config.testSplit ?? 0);
  const val = Math.round(samples * config.validationSplit);
  const test = Math.round(samples * share);
  return { how, parts: { train: Math.max(0, samples - val - test), val, test }, hasRoles, few };
}
