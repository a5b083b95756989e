import { z } from 'zod';
import { studioSettings, writeStudioSettings } from '#/core/protocol/studioSettings';
import { defineCommand } from './commandDef';

const { trainingsAtOnce, checkpointsKept, modelsKeptMegabytes } = studioSettings.shape;

export const settingsSet = defineCommand({
  name: 'settings.set',
  effect: 'writes',
  title: 'Change settings',
  summary: 'Only what is given changes; it counts at once, in every tab.',
  input: z.strictObject({
    trainingsAtOnce: trainingsAtOnce.unwrap().optional(),
    checkpointsKept: checkpointsKept.unwrap().optional(),
    modelsKeptMegabytes: modelsKeptMegabytes.unwrap().optional(),
  }),
  output: studioSettings,
  async run({ storage, jobs }, change) {
    const settings = await writeStudioSettings(storage.settings, change);
    jobs.look();
    return settings;
  },
});
