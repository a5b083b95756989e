/** What a training on a table would hold, known before any row is read: for the form. */
import type { MemoryWish } from '../arch/estimateMemory';
import { buildArch } from '../families/buildArch';
import { families } from '../families/registry';
import { slotsOf } from '../optimizers/optimizerDef';
import { optimizers } from '../optimizers/registry';
import type { ColumnStats, Field } from '../protocol/dataset';
import { type TaskSpec, trainConfig } from '../protocol/train';

export interface TableTraining {
  features: readonly { field: Field; stats?: ColumnStats }[];
  rows: number;
  task: TaskSpec;
  family: string;
  familyParams: Record<string, unknown>;
  /** Settings as given, with their defaults. */
  training: Record<string, unknown>;
}

/** At most so many columns for one category; see transforms/oneHot. */
const maxCategories = 64;
const dateParts = 13;

/** Values of a row after preprocessing. */
const widthOf = ({ field, stats }: TableTraining['features'][number]): number => {
  if (field.type === 'categorical') return Math.min(maxCategories, (stats?.distinct ?? 1) + 1);
  return field.type === 'datetime' ? dateParts : 1;
};

/** undefined while the settings are not valid, or for a family that is not for tables. */
export function tableMemory(wish: TableTraining): MemoryWish | undefined {
  const family = families.find(wish.family);
  const parsed = trainConfig.safeParse(wish.training);
  const optimizer = parsed.success ? optimizers.find(parsed.data.optimizer) : undefined;
  const width = wish.features.reduce((sum, feature) => sum + widthOf(feature), 0);
  if (!family?.datasets.includes('tabular') || !parsed.success || !optimizer || width === 0) return undefined;
  const params = optimizer.params.safeParse(parsed.data.optimizerParams);
  if (!params.success) return undefined;
  const { batchSize, averaging } = parsed.data;
  try {
    return {
      arch: buildArch(
        family,
        {
          inputShape: [width],
          outputWidth: wish.task.kind === 'classification' ? Math.max(2, wish.task.labels.length) : 1,
        },
        wish.familyParams,
      ),
      batchSize: Math.max(1, Math.min(batchSize, wish.rows)),
      rowValues: width + 1,
      rows: wish.rows,
      slots: slotsOf(optimizer, params.data).length + Number(averaging > 0),
    };
  } catch {
    return undefined;
  }
}
