/** Events as the data worker imports them, into real storage; and their windows as rows. For tests. */
import type { EventsOptions } from '#/core/events/eventsOptions';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { readColumns } from '#/core/table/readColumns';
import { createDataService, type DataStorage } from '../dataService';

export function openEvents(storage: DataStorage) {
  const data = createDataService(async () => storage);
  const fileOf = (text: BlobPart, name: string) => new File([text], name);
  return {
    data,
    storage,
    async import(text: BlobPart, options: EventsOptions = {}, name = 'events.csv'): Promise<DatasetVersion> {
      const { id: datasetId } = await storage.datasets.create({ name: 'e', kind: 'events' });
      return await data.import(
        { jobId: 'j', datasetId, file: fileOf(text, name), kind: 'events', options },
        new MessageChannel().port2,
      );
    },
    async append(version: DatasetVersion, text: BlobPart, name = 'later.csv'): Promise<DatasetVersion> {
      return await data.import(
        { jobId: 'j', datasetId: version.datasetId, file: fileOf(text, name), append: version.id },
        new MessageChannel().port2,
      );
    },
    /** Windows by the name of their columns; null: missing. */
    async windows({ chunks, schema }: DatasetVersion): Promise<Record<string, string | number | null>[]> {
      const names = schema.columns.map(({ name }) => name);
      const read = await readColumns(chunks, storage.blobs, schema, names);
      const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
      return Array.from({ length: rows }, (_, i) =>
        Object.fromEntries(
          names.map((name) => {
            const value = read.get(name)?.data[i] ?? null;
            return [name, Number.isNaN(value) ? null : value];
          }),
        ),
      );
    },
  };
}
