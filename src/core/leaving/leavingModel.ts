/** What leaves beside the ONNX file, so that a program can ask as the studio does: JSON. */
import type { FittedImages } from '../images/fittedImages';
import { kindOf } from '../kinds/registry';
import type { Column, DatasetKind } from '../protocol/dataset';
import type { ModelVersion, RawRow } from '../protocol/model';
import type { ExportPorts } from '../protocol/predict';
import type { TaskSpec } from '../protocol/train';
import { knownCategories } from '../transforms/knownCategories';
import type { FittedPipeline } from '../transforms/pipeline';

export interface LeavingModel extends ExportPorts {
  name: string;
  version: number;
  hash: string;
  kind: DatasetKind;
  words: { sample: string; samples: string };
  task: TaskSpec;
  description: string;
  /** Of raw rows: what each field is. */
  columns: Column[];
  /** Of fields that are texts: those it learnt from, where they are not too many to choose from. */
  known: Record<string, string[]>;
  /** Of images: the size that others are brought to. */
  image?: Pick<FittedImages, 'height' | 'width' | 'channels' | 'fit'>;
  /** Of raw rows: some real ones. */
  rows: RawRow[];
}

const mostKnown = 200;
const mostRows = 6;

export function leavingModel(
  { name, description }: { name: string; description: string },
  version: Pick<ModelVersion, 'number' | 'hash' | 'task' | 'inputs' | 'input' | 'sampleRows'>,
  ports: ExportPorts,
): LeavingModel {
  const { task, inputs, input, sampleRows } = version;
  const { words } = kindOf(input);
  const leaving: LeavingModel = {
    name,
    description,
    version: version.number,
    hash: version.hash,
    kind: input.kind,
    words: { sample: words.sample, samples: words.samples },
    task,
    ...ports,
    columns: [],
    known: {},
    rows: [],
  };
  if (takesRows(ports))
    return {
      ...leaving,
      columns: inputs.filter(({ name: field }) => ports.inputs.some(({ column }) => column === field)),
      known: Object.fromEntries(
        inputs.flatMap(({ name: field }): [string, string[]][] => {
          const categories = knownOf(input.fitted, field);
          return categories ? [[field, categories]] : [];
        }),
      ),
      rows: sampleRows.slice(0, mostRows),
    };
  const image = kindOf(input).picture?.(input.fitted);
  return image ? { ...leaving, image } : leaving;
}

/** Whether its inputs are cells of a row. */
export const takesRows = ({ inputs }: Pick<ExportPorts, 'inputs'>): boolean =>
  inputs.every(({ dtype, shape }) => shape === undefined && (dtype === 'double' || dtype === 'string'));

function knownOf(fitted: unknown, field: string): string[] | undefined {
  if (typeof fitted !== 'object' || fitted === null || !('features' in fitted)) return undefined;
  const { categories = [] } = knownCategories(fitted as FittedPipeline, field) ?? {};
  return categories.length > 0 && categories.length <= mostKnown ? categories : undefined;
}
