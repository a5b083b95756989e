/** What a training would hold, known before any row is read: for the form. */
import type { MemoryWish } from '../arch/estimateMemory';
import { sizeOf } from '../arch/sizeOf';
import { buildArch } from '../families/buildArch';
import { families } from '../families/registry';
import type { GridSchema } from '../grid/gridSchema';
import { windowsOf } from '../grid/windowsOf';
import { slotsOf } from '../optimizers/optimizerDef';
import { optimizers } from '../optimizers/registry';
import type { ColumnStats, Column } from '../protocol/dataset';
import { type TaskSpec, trainConfig } from '../protocol/train';

export interface FormTraining {
  /** Columns, or the channels of a field. */
  features: readonly { field: Column; stats?: ColumnStats }[];
  rows: number;
  /** Of a field over time and space. */
  grid?: Pick<GridSchema, 'recordings' | 'axes' | 'windowing'>;
  task: TaskSpec;
  family: string;
  familyParams: Record<string, unknown>;
  /** Settings as given, with their defaults. */
  training: Record<string, unknown>;
}

/** At most so many columns for one category; see transforms/oneHot. */
const maxCategories = 64;
const dateParts = 13;

type Data = Pick<MemoryWish, 'rowValues' | 'dataValues'> & { inputShape: number[]; outputWidth: number };

/** undefined while the settings are not valid, or for a family that is not for such data. */
export function formMemory(wish: FormTraining): MemoryWish | undefined {
  const family = families.find(wish.family);
  const parsed = trainConfig.safeParse(wish.training);
  const optimizer = parsed.success ? optimizers.find(parsed.data.optimizer) : undefined;
  if (!family?.datasets.includes(wish.grid ? 'spacetime4d' : 'tabular') || !parsed.success || !optimizer)
    return undefined;
  const params = optimizer.params.safeParse(parsed.data.optimizerParams);
  if (!params.success || wish.features.length === 0) return undefined;
  const { batchSize, averaging } = parsed.data;
  const { inputShape, outputWidth, ...data } = wish.grid ? fieldData(wish, wish.grid) : tableData(wish);
  try {
    return {
      arch: buildArch(family, { inputShape, outputWidth, task: wish.task.kind }, wish.familyParams),
      batchSize: Math.max(1, Math.min(batchSize, wish.rows)),
      ...data,
      rows: wish.rows,
      slots: slotsOf(optimizer, params.data).length + Number(averaging > 0),
    };
  } catch {
    return undefined;
  }
}

const answersOf = (task: TaskSpec): number =>
  task.kind === 'classification' ? Math.max(2, task.labels.length) : 1;

function tableData({ features, rows, task }: FormTraining): Data {
  const width = features.reduce((sum, feature) => sum + widthOf(feature), 0);
  return {
    inputShape: [width],
    outputWidth: answersOf(task),
    rowValues: width + 1,
    dataValues: rows * (width + 1),
  };
}

/** Values of a column after preprocessing. */
const widthOf = ({ field, stats }: FormTraining['features'][number]): number => {
  if (field.type === 'categorical') return Math.min(maxCategories, (stats?.distinct ?? 1) + 1);
  return field.type === 'datetime' ? dateParts : 1;
};

/** Windows share frames: every time of every recording is held once, of every place where a patch begins. */
function fieldData({ features, task }: FormTraining, grid: NonNullable<FormTraining['grid']>): Data {
  const { size, perRecording } = windowsOf(grid);
  const [length, ...space] = size;
  const { recordings, axes, windowing } = grid;
  const windows = Math.floor((axes.time.size - length - windowing.horizon) / windowing.stride) + 1;
  const frame = sizeOf(space) * features.length;
  const forecast = task.kind === 'forecast';
  return {
    inputShape: [...size, features.length],
    outputWidth: forecast ? frame : answersOf(task),
    rowValues: length * frame + (forecast ? frame : 1),
    dataValues: recordings * axes.time.size * Math.max(1, perRecording / windows) * frame,
  };
}
