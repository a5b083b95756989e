/** Settings of the whole studio, kept in this browser. The form and the commands follow this schema. */
import { z } from 'zod';
import type { SettingsRepository } from './storage';

export const studioSettings = z.object({
  trainingsAtOnce: z.int().min(1).max(5).default(1).meta({
    panel: 'Training',
    label: 'Trainings at a time',
    hint: 'One is fastest on one GPU. More share it, each with a worker and memory of its own.',
  }),
  checkpointsKept: z.int().min(1).max(20).default(2).meta({
    panel: 'Training',
    label: 'Checkpoints kept per run',
    hint: 'The last ones, beside the best. If the newest is damaged, the one before it continues the run.',
  }),
  modelsKeptMegabytes: z.int().min(1).max(8192).default(512).meta({
    panel: 'Answers',
    label: 'Memory for models kept ready, MB',
    hint: 'Those used last answer at once; of more than fit, the one not used for longest is opened anew. Weights count twice: as they are read, and where they run. It counts from the next model that is opened.',
  }),
});
export type StudioSettings = z.infer<typeof studioSettings>;

export const settingNames = Object.keys(studioSettings.shape) as (keyof StudioSettings)[];

const keyOf = (name: keyof StudioSettings): string => `studio.${name}`;

/** A stored value that no longer fits counts as not set. */
export async function readStudioSettings(settings: Pick<SettingsRepository, 'get'>): Promise<StudioSettings> {
  const entries = await Promise.all(
    settingNames.map(async (name) => {
      const parsed = studioSettings.shape[name].safeParse(await settings.get(keyOf(name)));
      return [name, parsed.success ? parsed.data : studioSettings.shape[name].parse(undefined)] as const;
    }),
  );
  return Object.fromEntries(entries) as StudioSettings;
}

export async function writeStudioSettings(
  settings: SettingsRepository,
  change: Partial<StudioSettings>,
): Promise<StudioSettings> {
  for (const name of settingNames)
    if (change[name] !== undefined) await settings.set(keyOf(name), change[name]);
  return await readStudioSettings(settings);
}
