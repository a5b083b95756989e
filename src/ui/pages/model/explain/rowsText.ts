import type { ExplainInput, ExplainJobResult } from '#/app/jobs/explainJob';
import type { Attribution } from '#/core/explain/attribution';
import type { ModelVersion } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';

/** Which rows were looked at, how many, and whether the model learnt from them. */
export function rowsText(
  { part, rows }: NonNullable<ExplainJobResult['background']>,
  found: Attribution,
  {
    input,
    version,
    datasetName,
  }: {
    input: Pick<ExplainInput, 'datasetVersionId' | 'chosen'>;
    version: Pick<ModelVersion, 'datasetVersionId'>;
    datasetName: string;
  },
): string {
  if (input.chosen)
    return `On ${formatCount(input.chosen.length)} chosen ${input.chosen.length === 1 ? 'row' : 'rows'} of ${datasetName}, beside the mean of ${part === 'dataset' ? '' : `${part} `}rows.`;
  const used = 'rows' in found ? found.rows : rows;
  const own = input.datasetVersionId === version.datasetVersionId;
  const noun = part === 'dataset' ? 'rows' : `${part} rows`;
  const which =
    used < rows
      ? `On ${formatCount(used)} of the ${formatCount(rows)} ${noun} of ${datasetName}, a uniform sample`
      : `On the ${formatCount(rows)} ${noun} of ${datasetName}`;
  const learnt =
    part === 'test'
      ? ', which nothing was learnt from'
      : part === 'validation'
        ? ', which the weights were not fitted to'
        : own
          ? ', most of which the model learnt from: its run no longer says which it did not'
          : '';
  return `${which}${learnt}.`;
}
