/** What left for other hosts and what came, by host: counted where it is fetched, kept for whoever looks. */
import type { Traffic } from '#/core/protocol/sourceApi';
import type { SettingsRepository } from '#/core/protocol/storage';
import { withWriterLock } from '#/storage/locks';
import { countFetched } from '../stores/privacy';

export const trafficKey = 'sources.traffic';
const mostHosts = 200;
const writeEveryMs = 2_000;

export interface HostTraffic {
  host: string;
  requests: number;
  up: number;
  down: number;
  /** The last time. */
  at: number;
}

export const readTraffic = async (settings: SettingsRepository): Promise<HostTraffic[]> =>
  ((await settings.get(trafficKey)) as HostTraffic[] | undefined) ?? [];

/** Adds up what is heard of, and writes it down now and then. */
export function trafficMeter(settings: SettingsRepository) {
  let heard = new Map<string, Traffic>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const news = [...heard.values()];
    heard = new Map();
    if (news.length > 0) writing = writing.then(() => addTraffic(settings, news));
    return writing;
  };
  return {
    hear(traffic: Traffic): void {
      const sum = heard.get(traffic.host) ?? { host: traffic.host, requests: 0, up: 0, down: 0 };
      heard.set(traffic.host, {
        host: traffic.host,
        requests: sum.requests + traffic.requests,
        up: sum.up + traffic.up,
        down: sum.down + traffic.down,
      });
      if (traffic.requests > 0) countFetched(traffic.requests);
      timer ??= setTimeout(() => void write().catch(() => {}), writeEveryMs);
    },
    /** All that was heard is written down. */
    end: write,
  };
}

async function addTraffic(settings: SettingsRepository, news: readonly Traffic[]): Promise<void> {
  await withWriterLock(trafficKey, async () => {
    const byHost = new Map((await readTraffic(settings)).map((entry) => [entry.host, entry]));
    for (const { host, requests, up, down } of news) {
      const before = byHost.get(host) ?? { host, requests: 0, up: 0, down: 0, at: 0 };
      byHost.set(host, {
        host,
        requests: before.requests + requests,
        up: before.up + up,
        down: before.down + down,
        at: Date.now(),
      });
    }
    const latest = [...byHost.values()].sort((a, b) => b.at - a.at).slice(0, mostHosts);
    await settings.set(trafficKey, latest);
  });
}
