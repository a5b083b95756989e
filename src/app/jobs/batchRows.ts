/** A file of raw rows through a model, piece by piece; the answer is a CSV with the rows and what they got. */
import type { RawRow } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import { toCsvLine } from '#/core/table/writeCsv';
import { found } from '../queries';
import { unknownFields } from '../unknownFields';
import { withAnswerColumns } from './withAnswerColumns';
import { needFile } from './importJob';
import { rowOptionsOf } from '../rowOptionsOf';
import { storeFile } from './storeFile';
import type { BatchInput } from './batchJob';
import type { JobContext } from './jobDef';

const maxWarnings = 50;

export async function batchRows(context: JobContext, { modelVersionId, fileName, format }: BatchInput) {
  const { services, job, report, signal } = context;
  const { storage, engine, rows: reader } = services;
  const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
  const { names, pieces, close } = await reader.read(needFile(context), {
    format,
    options: await rowOptionsOf(storage, version),
  });
  signal.addEventListener('abort', close, { once: true });

  const encoder = new TextEncoder();
  const warnings = new Set<string>(unknownFields(version, names));
  let rows = 0;
  async function* lines(): AsyncGenerator<Uint8Array> {
    yield encoder.encode(toCsvLine(withAnswerColumns(names, version.task)));
    for await (const piece of pieces) {
      signal.throwIfAborted();
      const answer = await engine.predict({ modelVersionId, rows: piece.rows });
      signal.throwIfAborted();
      for (const warning of answer.warnings) if (warnings.size < maxWarnings) warnings.add(warning);
      yield encoder.encode(toLines(names, piece.rows, answer.predictions));
      rows += piece.rows.length;
      report({ progress: piece.progress * 0.99, message: `${rows.toLocaleString('en')} rows predicted` });
    }
  }
  const name = `${fileName.replace(/(\.[a-z]+)?(\.gz)?$/i, '')}-predictions.csv`;
  try {
    await storage.writing(async () => {
      const parts = await storeFile(storage.blobs, lines());
      await storage.jobs.update(job.id, { files: [{ name, parts }] });
    });
  } finally {
    close();
  }
  return { fileName: name, rows, warnings: [...warnings] };
}

const toLines = (names: string[], rows: RawRow[], predictions: Prediction[]): string =>
  rows
    .map((row, i) => {
      const cells = new Map(Object.entries(row));
      const prediction = predictions[i];
      return toCsvLine([
        ...names.map((name) => cells.get(name)),
        prediction?.value,
        ...(prediction?.probabilities ?? []),
      ]);
    })
    .join('');
