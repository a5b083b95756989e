/** Rows of a file that failed in a batch: the others are taken from the file of answers as they stand there. */
import type { TableFormat } from '#/core/protocol/dataApi';
import type { Job } from '#/core/protocol/job';
import type { RawRow } from '#/core/protocol/model';
import type { CsvCell } from '#/core/table/writeCsv';
import { found } from '../queries';
import type { AppServices } from '../services';
import { FailedRows, summaryOf } from './answerApart';
import { type AnswerRows, answerPieces } from './answerPieces';
import { batchInput, type BatchInput } from './batchJob';
import { answerCells, answerRows, type BatchRowsResult, givenCells } from './batchRows';
import { asWeWrite, failedNameOf, failedPieces, readFailed } from './failedFile';
import type { JobContext } from './jobDef';
import { openStoredFile, storeFile } from './storeFile';
import { withAnswerColumns } from './withAnswerColumns';

const atOnce = 2_000;
const noRow: RawRow = {};

export async function againRows(
  { services, report, signal }: JobContext,
  job: Job,
  wanted: BatchInput['wrongCells'],
): Promise<{ asked: number; answered: number }> {
  const { storage, engine } = services;
  const { modelVersionId, outputFormat = 'csv', ...before } = batchInput.parse(job.input);
  const wrongCells = wanted ?? before.wrongCells;
  const { names, fileName, ...result } = job.result as BatchRowsResult;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const [answersFile, failedFile] = job.files ?? [];
  const { blobs } = storage;
  const asked = await readFailed(
    services.rows,
    await openStoredFile(blobs, found(failedFile, 'file of failed rows', job.id)),
    names,
    asWeWrite,
  );
  const failed = new FailedRows([], result.rows);
  const warnings = new Set(result.warnings);
  const anew = new Map<number, CsvCell[]>();
  for (let at = 0; at < asked.length; at += atOnce) {
    const some = asked.slice(at, at + atOnce).map(({ row, cells = noRow }) => ({ row, cells }));
    const predictions = await answerRows(engine, version, some, { wrongCells, failed, warnings });
    for (const [i, { row, cells }] of some.entries())
      anew.set(row, [...givenCells(names, cells), ...answerCells(version, predictions[i])]);
    signal.throwIfAborted();
    report({
      progress: Math.min(0.5, (at + some.length) / asked.length),
      message: `${(at + some.length).toLocaleString('en')} of ${asked.length.toLocaleString('en')} asked again`,
    });
  }
  const old = await openStoredFile(blobs, found(answersFile, 'file of answers', job.id));
  const columns = withAnswerColumns(names, version.task);
  // Numbers that the studio wrote are numbers again; cells of the file stay as they stand.
  const areNumbers = columns.map((_, i) => i > names.length || (i === names.length && !version.task.labels));
  async function* rows(): AnswerRows {
    let done = 0;
    for await (const piece of rowsOf(services, old, outputFormat)) {
      signal.throwIfAborted();
      yield piece.rows.map((row, i) => {
        const changed = anew.get(done + i);
        if (changed) return changed;
        return columns.map((name, at): CsvCell => asNumber(row[name] ?? null, areNumbers[at] === true));
      });
      done += piece.rows.length;
      report({ progress: 0.5 + piece.progress * 0.49, message: 'Writing the answers' });
    }
  }
  const summary = summaryOf(failed.rows, failedNameOf(fileName), 'row');
  await storage.writing(async () => {
    const parts = await storeFile(blobs, answerPieces(outputFormat, columns, rows(), blobs));
    const files = [{ name: fileName, parts }];
    if (summary)
      files.push({
        name: summary.fileName,
        parts: await storeFile(blobs, failedPieces(failed.rows, names, 'row')),
      });
    const next: BatchRowsResult = {
      fileName,
      names,
      rows: result.rows + asked.length - failed.rows.length,
      warnings: [...warnings],
      ...(summary && { failed: summary }),
    };
    await storage.jobs.update(job.id, { files, result: next });
  });
  return { asked: asked.length, answered: asked.length - failed.rows.length };
}

async function* rowsOf({ rows }: Pick<AppServices, 'rows'>, file: File, format: TableFormat) {
  const { pieces, close } = await rows.read(file, format === 'csv' ? { options: asWeWrite } : {});
  try {
    yield* pieces;
  } finally {
    close();
  }
}

const asNumber = (cell: RawRow[string], isNumber: boolean): CsvCell => {
  if (!isNumber || typeof cell !== 'string') return cell;
  const value = Number(cell);
  return Number.isNaN(value) ? cell : value;
};
