/** A file of raw rows through a model, piece by piece; the answer is a table with the rows and what they got. */
import type { RawRow } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import type { TaskSpec } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';
import type { CsvCell } from '#/core/table/writeCsv';
import { found } from '../queries';
import { unknownFields } from '../unknownFields';
import { type AnswerRows, answerPieces, endingOf } from './answerPieces';
import { withAnswerColumns } from './withAnswerColumns';
import { needFile } from './importJob';
import { rowOptionsOf } from '../rowOptionsOf';
import { storeFile } from './storeFile';
import type { BatchInput } from './batchJob';
import type { JobContext } from './jobDef';

const maxWarnings = 50;

export async function batchRows(
  context: JobContext,
  { modelVersionId, fileName, format, outputFormat = 'csv' }: BatchInput,
) {
  const { services, job, report, signal } = context;
  const { storage, engine, rows: reader } = services;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const { names, pieces, close } = await reader.read(needFile(context), {
    format,
    options: await rowOptionsOf(storage, version),
  });
  signal.addEventListener('abort', close, { once: true });

  const warnings = new Set<string>(unknownFields(version, names));
  let rows = 0;
  async function* answered(): AnswerRows {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      const answer = await engine.predict({ modelVersionId, rows: piece.rows, many: true });
      signal.throwIfAborted();
      for (const warning of answer.warnings) if (warnings.size < maxWarnings) warnings.add(warning);
      yield toRows(version.task, names, piece.rows, answer.predictions);
      rows += piece.rows.length;
      report({ progress: piece.progress * 0.99, message: `${rows.toLocaleString('en')} rows predicted` });
    }
  }
  const name = `${fileName.replace(/(\.[a-z]+)?(\.gz)?$/i, '')}-predictions.${await endingOf(outputFormat)}`;
  try {
    await storage.writing(async () => {
      const columns = withAnswerColumns(names, version.task);
      const pieces = answerPieces(outputFormat, columns, answered(), storage.blobs);
      const parts = await storeFile(storage.blobs, pieces);
      await storage.jobs.update(job.id, { files: [{ name, parts }] });
    });
  } finally {
    close();
  }
  return { fileName: name, rows, warnings: [...warnings] };
}

function toRows(task: TaskSpec, names: string[], rows: RawRow[], predictions: Prediction[]): CsvCell[][] {
  const { columns } = taskOf(task);
  return rows.map((row, i) => {
    const cells: CsvCell[] = names.map((name) => (Object.hasOwn(row, name) ? row[name] : undefined));
    const prediction = predictions[i];
    cells.push(prediction?.value);
    if (prediction && columns) cells.push(...columns.of(prediction));
    return cells;
  });
}
