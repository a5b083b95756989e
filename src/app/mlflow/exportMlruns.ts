/** Runs as an mlruns folder in a zip. A param is a file there, so files are many and small: parts are joined as they are made. */
import { crc32 } from '#/core/crc32';
import { mlflowName } from '#/core/mlflow/mlruns';
import { experimentFiles, runFiles, runFolder, type WrittenFile } from '#/core/mlflow/writeMlruns';
import type { Run } from '#/core/protocol/model';
import { attachmentsOf } from '#/core/runs/attachments';
import type { Storage } from '#/core/protocol/storage';
import { directory, entryHeader, type ZippedEntry } from '#/core/workspace/zipParts';
import { found } from '../queries';

export async function exportMlruns(storage: Storage, runs: readonly Run[]): Promise<File> {
  const encoder = new TextEncoder();
  const parts: BlobPart[] = [];
  const entries: ZippedEntry[] = [];
  let offset = 0;
  const add = ({ path, text }: WrittenFile) => addBytes(path, encoder.encode(text));
  const addBytes = (path: string, bytes: Uint8Array<ArrayBuffer>) => {
    const entry = { name: path, bytes: bytes.length, crc: crc32(bytes) };
    const header = entryHeader(entry);
    entries.push({ ...entry, offset });
    parts.push(header, bytes);
    offset += header.length + bytes.length;
  };
  const experiments = new Map((await storage.experiments.list()).map((one) => [one.id, one]));
  for (const id of new Set(runs.map(({ experimentId }) => experimentId)))
    for (const file of experimentFiles(found(experiments.get(id), 'experiment', id))) add(file);
  for (const run of runs) {
    const points = await storage.metrics.list(run.id);
    const dataset = (await storage.datasets.get(run.datasetId))?.name;
    const experiment = found(experiments.get(run.experimentId), 'experiment', run.experimentId);
    for (const file of runFiles(experiment, { run, points, dataset })) add(file);
    for (const { name, blob } of attachmentsOf(run))
      addBytes(`${runFolder(experiment, run)}/artifacts/${mlflowName(name)}`, await storage.blobs.get(blob));
  }
  return new File([...parts, directory(entries, offset)], 'mlruns.zip', { type: 'application/zip' });
}
