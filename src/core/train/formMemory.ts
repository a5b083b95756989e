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

/** undefined while the settings are not valid, or for a family that is not for such data or trains no network. */
export function formMemory(request: FormTraining): MemoryRequest | undefined {
  const family = families.find(request.family);
  const parsed = trainConfig.safeParse(request.training);
  const optimizer = parsed.success ? optimizers.find(parsed.data.optimizer) : undefined;
  const fits = family && suits(family, request.schema.kind, request.task.type);
  if (!family?.build || !fits || !parsed.success || !optimizer) return undefined;
  const params = optimizer.params.safeParse(parsed.data.optimizerParams);
  if (!params.success || request.features.length === 0) return undefined;
  const { batchSize, averaging } = parsed.data;
  const { task, schema, rows } = request;
  const kind = kindOf(schema);
  try {
    const { inputShape, ...data } = kind.estimate(
      kind.dataOf(schema),
      rows,
      request.features,
      task,
      askedBy(family, request.familyParams),
    );
    const outputWidth = taskOf(task).outputWidth(task, inputShape, lossFor(parsed.data.loss, task));
    return {
      arch: buildArch(
        family,
        { inputShape, outputWidth, task: task.type, levels: task.levels?.length },
        request.familyParams,
      ),
      batchSize: Math.max(1, Math.min(batchSize, request.rows)),
      ...data,
      rows: request.rows,
      slots: slotsOf(optimizer, params.data).length + Number(averaging > 0),
    };
  } catch {
    return undefined;
  }
}
