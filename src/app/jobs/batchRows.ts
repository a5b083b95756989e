/** A file of raw rows through a model, piece by piece; the answer is a table with the rows and what they got. */
import type { JobFile } from '#/core/protocol/job';
import type { ModelVersion, RawRow } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import { taskOf } from '#/core/tasks/registry';
import type { CsvCell } from '#/core/table/writeCsv';
import { found } from '../queries';
import { unknownFields } from '../unknownFields';
import { answerApart, FailedRows, type FailedSummary, saysMissing, summaryOf } from './answerApart';
import { type AnswerRows, answerPieces, endingOf } from './answerPieces';
import { failedNameOf, failedPieces } from './failedFile';
import { withAnswerColumns } from './withAnswerColumns';
import { needFile } from './importJob';
import { rowOptionsOf } from '../rowOptionsOf';
import { storeFile } from './storeFile';
import type { BatchInput } from './batchJob';
import type { JobContext } from './jobDef';

const maxWarnings = 50;

export interface BatchRowsResult {
  fileName: string;
  /** That were answered. */
  rows: number;
  warnings: string[];
  /** The columns of the file. */
  names: string[];
  /** Rows that have no answer. */
  failed?: FailedSummary;
}

export async function batchRows(
  context: JobContext,
  { modelVersionId, fileName, format, outputFormat = 'csv', wrongCells }: BatchInput,
): Promise<BatchRowsResult> {
  const { services, job, report, signal } = context;
  const { storage, rows: reader } = services;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const { names, pieces, close } = await reader.read(needFile(context), {
    format,
    options: await rowOptionsOf(storage, version),
  });
  signal.addEventListener('abort', close, { once: true });

  const warnings = new Set<string>(unknownFields(version, names));
  const failed = new FailedRows();
  let rows = 0;
  async function* answered(): AnswerRows {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      const first = rows;
      const asked = piece.rows.map((cells, i) => ({ row: first + i, cells }));
      const predictions = await answerRows(services.engine, version, asked, { wrongCells, failed, warnings });
      signal.throwIfAborted();
      yield asked.map(({ cells }, i) => [
        ...givenCells(names, cells),
        ...answerCells(version, predictions[i]),
      ]);
      rows += piece.rows.length;
      report({
        progress: piece.progress * 0.99,
        message: `${rows.toLocaleString('en')} rows predicted${failed.rows.length > 0 ? `, ${failed.rows.length.toLocaleString('en')} failed` : ''}`,
      });
    }
    failed.requireSome();
  }
  const name = `${fileName.replace(/(\.[a-z]+)?(\.gz)?$/i, '')}-predictions.${await endingOf(outputFormat)}`;
  try {
    await storage.writing(async () => {
      const columns = withAnswerColumns(names, version.task);
      const pieces = answerPieces(outputFormat, columns, answered(), storage.blobs);
      const files: JobFile[] = [{ name, parts: await storeFile(storage.blobs, pieces) }];
      if (failed.rows.length > 0)
        files.push({
          name: failedNameOf(name),
          parts: await storeFile(storage.blobs, failedPieces(failed.rows, names, 'row')),
        });
      await storage.jobs.update(job.id, { files });
    });
  } finally {
    close();
  }
  const summary = summaryOf(failed.rows, failedNameOf(name), 'row');
  return {
    fileName: name,
    rows: rows - failed.rows.length,
    warnings: [...warnings],
    names,
    ...(summary && { failed: summary }),
  };
}

/** In the order of the rows; undefined for those that fail. */
export async function answerRows(
  engine: Pick<JobContext['services']['engine'], 'predict'>,
  { id }: Pick<ModelVersion, 'id'>,
  asked: readonly { row: number; cells: RawRow }[],
  {
    wrongCells,
    failed,
    warnings,
  }: { wrongCells: BatchInput['wrongCells']; failed: FailedRows; warnings: Set<string> },
): Promise<(Prediction | undefined)[]> {
  const predictions: (Prediction | undefined)[] = asked.map(() => undefined);
  await answerApart(
    0,
    asked.length,
    async (from, to) => {
      const some = asked.slice(from, to);
      const answer = await engine.predict({
        modelVersionId: id,
        rows: some.map(({ cells }) => cells),
        many: true,
      });
      const wrong = wrongCells === 'unanswered' ? answer.unread : undefined;
      failed.answered += some.length - (wrong?.size ?? 0);
      for (const warning of answer.warnings)
        if (warnings.size < maxWarnings && !(wrong && saysMissing(warning))) warnings.add(warning);
      for (const [at, { row, cells }] of some.entries()) {
        const message = wrong?.get(at);
        if (message === undefined) predictions[from + at] = answer.predictions[at];
        else failed.add(row, { code: 'badInput', message }, cells);
      }
    },
    (at, error) => failed.add(asked[at]?.row ?? at, error, asked[at]?.cells),
  );
  return predictions;
}

export const givenCells = (names: readonly string[], row: RawRow): CsvCell[] =>
  names.map((name) => (Object.hasOwn(row, name) ? row[name] : undefined));

export function answerCells({ task }: Pick<ModelVersion, 'task'>, prediction: Prediction | undefined) {
  const { columns } = taskOf(task);
  const more = columns?.names(task).map((): CsvCell => null) ?? [];
  const cells: CsvCell[] = prediction
    ? [prediction.value, ...(columns?.of(prediction) ?? [])]
    : [null, ...more];
  return cells;
}
