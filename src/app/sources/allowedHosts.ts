import { type AllowedHost, allowedHostsKey } from '#/core/protocol/sourceApi';
import type { SettingsRepository } from '#/core/protocol/storage';
import { withWriterLock } from '#/storage/locks';

export const readAllowed = async (settings: SettingsRepository): Promise<AllowedHost[]> =>
  ((await settings.get(allowedHostsKey)) as AllowedHost[] | undefined) ?? [];

export async function changeAllowed(
  settings: SettingsRepository,
  change: (hosts: AllowedHost[]) => AllowedHost[],
): Promise<AllowedHost[]> {
  return await withWriterLock(allowedHostsKey, async () => {
    const hosts = change(await readAllowed(settings)).sort((a, b) => (a.host < b.host ? -1 : 1));
    await settings.set(allowedHostsKey, hosts);
    return hosts;
  });
}
