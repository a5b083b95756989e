import { z } from 'zod';
import { readStudioSettings, studioSettings } from '#/core/protocol/studioSettings';
import { defineCommand } from './commandDef';

export const settingsGet = defineCommand({
  name: 'settings.get',
  effect: 'reads',
  title: 'Settings of the studio',
  summary: 'Kept in this browser.',
  input: z.strictObject({}),
  output: studioSettings,
  run: ({ storage }) => readStudioSettings(storage.settings),
});
