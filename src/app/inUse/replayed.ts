/** The rows of a log that can be asked again, and what speaks against asking two versions with them. */
import { kindOf } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import type { AnsweredRow } from '#/core/protocol/inUse';
import type { ModelVersion, RawRow } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { namesInRows, refuseForeignRows, unknownFields } from '../unknownFields';

export type Kept = AnsweredRow & { row: RawRow };

export async function keptRows(
  { inUse, models }: Pick<Storage, 'inUse' | 'models'>,
  modelId: string,
  newest?: number,
): Promise<{ kept: Kept[]; without: number }> {
  const rows = await inUse.rows(modelId, newest);
  const kept = rows.filter((row): row is Kept => row.row !== undefined);
  if (kept.length > 0) return { kept, without: rows.length - kept.length };
  const name = (await models.get(modelId))?.name ?? modelId;
  throw new TetradError({
    code: 'badInput',
    message:
      rows.length === 0
        ? `The log of ${name} is empty: there is nothing to replay.`
        : `The log of ${name} has ${rows.length} answers, and what was asked with none of them.`,
    place: `log of ${name}`,
    hint: 'Switch on "Write down answers" and "With what was asked" on its tab In use, and let it answer. Of what is given as files or arrays no copy is kept: ask by the numbers of samples of a dataset.',
  });
}

/** Warnings for a person; throws where a version cannot be asked so. */
export function requireFitting(versions: readonly ModelVersion[], kept: readonly Kept[]): string[] {
  const rows = kept.map(({ row }) => row);
  const names = namesInRows(rows);
  const warnings = versions.flatMap((version) => {
    const { rowsAreCells, words } = kindOf(version.input);
    const unknown = rowsAreCells
      ? 0
      : kept.filter(({ row, datasetVersionId }) => row['sample'] === undefined || !datasetVersionId).length;
    if (unknown > 0)
      throw new TetradError({
        code: 'unsupported',
        message: `Of ${words.things} the log keeps which sample of which dataset it was, and no copy: of ${unknown.toLocaleString('en')} of ${kept.length.toLocaleString('en')} answers that is not known.`,
        place: `version ${version.number}`,
        hint: 'Ask by the numbers of samples of a dataset; answers that were written down before are left out by newest.',
      });
    refuseForeignRows(version, rows);
    return unknownFields(version, names).map((warning) => `Version ${version.number}: ${warning}`);
  });
  return warnings;
}
