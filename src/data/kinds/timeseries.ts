import type { SeriesOptions } from '#/core/series/seriesOptions';
import { placeColumns } from '#/core/series/seriesSchema';
import type { ListedSeries, SeenSeries, SeriesListView, SeriesView } from '#/core/series/seriesView';
import { holdsArrays, holdsFiles, holdsRows, type RecognisedFiles } from '#/formats/recogniseFile';
import type { SeriesCut } from '../series/recutSeries';
import { defineKindData, type ImportContext, type ImportedVersion } from './kindData';
import { wrongContent } from './wrongContent';

const places = new Set<string>(Object.values(placeColumns));

export const timeseries = defineKindData<
  SeriesOptions,
  SeriesCut,
  SeriesView | SeriesListView,
  SeenSeries | ListedSeries
>({
  type: 'timeseries',
  async import(file, context) {
    if (holdsFiles(file)) return await importRecordings(file, context);
    if (holdsArrays(file))
      return await (await import('../series/importWindows')).importWindows(file, context);
    if (!holdsRows(file)) throw wrongContent(file, 'time series');
    return await (await import('../series/importSeries')).importSeries(file, context);
  },
  isPlace: (_schema, column) => places.has(column),
  recut: async (version, cut, blobs) =>
    await (await import('../series/recutSeries')).recutSeries(version, cut, blobs),
  openViewer(blobs) {
    const opened = import('../series/seriesViewer').then(({ SeriesViewer }) => new SeriesViewer(blobs));
    return { read: async (version, view) => await (await opened).read(version, view) };
  },
});

async function importRecordings(
  found: RecognisedFiles,
  context: ImportContext<SeriesOptions>,
): Promise<ImportedVersion> {
  if (!isRecordings(found)) throw wrongContent(found, 'time series');
  const { importSeries } = await import('../series/importSeries');
  const divided = await (await import('../series/splitTable')).splitTable(found);
  if (divided) return await importSeries(divided, context);
  const { table, options } = await (await import('../series/recordingTable')).recordingTable(found);
  return await importSeries(table, { ...context, options: { ...options, ...context.options } });
}

const isRecordings = ({ format }: RecognisedFiles): boolean => format.kind === 'timeseries';
