/** What a training would hold, known before any row is read: for the form. */
import type { MemoryRequest } from '../arch/estimateMemory';
import { askedBy } from '../families/askedBy';
import { buildArch } from '../families/buildArch';
import { suits } from '../families/suits';
import { families } from '../families/registry';
import type { InputChoice } from '../kinds/kindDef';
import { kindOf } from '../kinds/registry';
import { lossFor } from '../losses/registry';
import { slotsOf } from '../optimizers/optimizerDef';
import { optimizers } from '../optimizers/registry';
import type { DatasetSchema } from '../protocol/dataset';
import { type TaskSpec, trainConfig } from '../protocol/train';
import { taskOf } from '../tasks/registry';

export interface FormTraining {
  /** Columns, or the channels of a field. */
  features: readonly InputChoice[];
  rows: number;
  schema: Pick<DatasetSchema, 'kind' | 'data'>;
  task: TaskSpec;
  family: string;
  familyParams: Record<string, unknown>;
  /** Settings as given, with their defaults. */
  training: Record<string, unknown>;
}

/** The shape of a sample and the width of the answer, with what the data hold; undefined where the kind cannot say. */
export function formFrame({ task, schema, rows, features, family, familyParams, training }: FormTraining) {
  const found = families.find(family);
  const { data: config } = trainConfig.safeParse(training);
  if (!found || !config || features.length === 0) return undefined;
  const kind = kindOf(schema);
  try {
    const { inputShape, columns, ...data } = kind.estimate(
      kind.dataOf(schema),
      rows,
      features,
      task,
      askedBy(found, familyParams),
    );
    const outputWidth = taskOf(task).outputWidth(task, inputShape, lossFor(config.loss, task));
    return {
      inputShape,
      columns,
      outputWidth,
      batchSize: Math.max(1, Math.min(config.batchSize, rows)),
      data,
    };
  } catch {
    return undefined;
  }
}

/** undefined while the settings are not valid, or for a family that is not for such data or trains no network. */
export function formMemory(request: FormTraining): MemoryRequest | undefined {
  const family = families.find(request.family);
  const parsed = trainConfig.safeParse(request.training);
  const optimizer = parsed.success ? optimizers.find(parsed.data.optimizer) : undefined;
  const { task, schema, rows } = request;
  const fits = family && suits(family, schema.kind, task.type);
  if (!family?.build || !fits || !parsed.success || !optimizer) return undefined;
  const params = optimizer.params.safeParse(parsed.data.optimizerParams);
  const frame = formFrame(request);
  if (!params.success || !frame) return undefined;
  const { averaging } = parsed.data;
  const { data, batchSize, ...shapes } = frame;
  try {
    const given = { ...shapes, task: task.type, levels: task.levels?.length };
    return {
      arch: buildArch(family, given, request.familyParams),
      batchSize,
      ...data,
      rows,
      slots: slotsOf(optimizer, params.data).length + Number(averaging > 0),
    };
  } catch {
    return undefined;
  }
}
