import type { Place, SourceListing } from '#/core/sources/sourceDef';
import type { AppServices } from '../services';
import { askedSource, type GivenSource } from './requestOf';
import { trafficMeter } from './traffic';

export async function browseSource(
  { storage, sources }: AppServices,
  { folder, next, ...given }: GivenSource & Place,
): Promise<SourceListing> {
  const { address, keys } = await askedSource(storage.settings, given);
  const meter = trafficMeter(storage.settings);
  try {
    const place = { ...(folder !== undefined && { folder }), ...(next !== undefined && { next }) };
    return await sources.list({ source: given.source, address, keys, place }, (event) => {
      if (event.kind === 'traffic') meter.hear(event.traffic);
    });
  } finally {
    await meter.end();
  }
}
