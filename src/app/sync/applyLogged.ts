/** What a run logged elsewhere, stored when the run is here. */
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import type { MirrorRow, SyncStore } from '#/core/protocol/sync';
import { parseLogged } from '../workspace/loggedSchema';
import { valueOf } from './fieldTexts';

export async function applyLogged(
  { storage, store }: { storage: Storage; store: SyncStore },
  { kind, record, fields }: MirrorRow,
  refused: TetradError[],
): Promise<boolean> {
  if (fields.deleted) {
    await store.change(kind, record, (row) => ({ ...row, toApply: 0 }));
    return true;
  }
  const { logged, of } = fields;
  const run = await storage.runs.get(record);
  if (!logged || !of || !run) return false;
  // What trains here is told by itself; what stands still gets what was logged where it stopped.
  if (run.status === 'running' && (await storage.jobs.get(run.jobId))?.status !== 'interrupted') return false;
  if (logged.text !== '')
    try {
      const { series, histograms } = parseLogged(valueOf(logged.text), `server, run ${record}`);
      await storage.metrics.delete(record);
      await storage.metrics.append(record, [], histograms);
      await storage.metrics.appendSeries(record, series);
    } catch (thrown) {
      refused.push(
        thrown instanceof TetradError
          ? thrown
          : new TetradError({ code: 'corrupt', message: String(thrown), place: `run ${record}` }),
      );
      return false;
    }
  await store.change(kind, record, (row) => {
    if (row.fields.logged?.clock !== logged.clock) return undefined;
    row.fields.logged = { ...logged, text: '', base: '' };
    row.fields.of = { ...of, base: of.text };
    row.toApply = 0;
    return row;
  });
  return true;
}
