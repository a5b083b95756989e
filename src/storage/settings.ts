import type { SettingsRepository } from '#/core/protocol/storage';
import type { StorageContext } from './storageContext';

export const settingsRepository = ({ strict: { settings } }: StorageContext): SettingsRepository => ({
  get: async (key) => (await settings.get(key))?.value,
  async set(key, value) {
    await settings.put({ key, value });
  },
  delete: async (key) => await settings.delete(key),
});
