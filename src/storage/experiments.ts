import { TetradError } from '#/core/protocol/errors';
import type { Experiment } from '#/core/protocol/model';
import type { ExperimentRepository } from '#/core/protocol/storage';
import type { StorageContext } from './storageContext';
import { notFound } from './storageErrors';

export const defaultExperiment: Omit<Experiment, 'createdAt'> = { id: 'default', name: 'Default' };

export const experimentRepository = ({ strict }: Pick<StorageContext, 'strict'>): ExperimentRepository => {
  const { experiments, runs } = strict;
  return {
    defaultId: defaultExperiment.id,
    list: async () => await experiments.toArray(),
    get: async (id) => await experiments.get(id),
    async create(name) {
      const experiment: Experiment = { id: crypto.randomUUID(), name, createdAt: Date.now() };
      await strict.transaction('rw', experiments, async () => {
        await requireFree(name);
        await experiments.add(experiment);
      });
      return experiment;
    },
    rename: (id, name) =>
      strict.transaction('rw', experiments, async () => {
        const current = await experiments.get(id);
        if (!current) throw notFound('experiment', id);
        await requireFree(name, id);
        const next = { ...current, name };
        await experiments.put(next);
        return next;
      }),
    delete: (id) =>
      strict.transaction('rw', experiments, runs, async () => {
        if (id === defaultExperiment.id)
          throw new TetradError({
            code: 'badInput',
            message: 'The first experiment stays: runs that name no other are in it.',
            place: 'id',
            hint: 'Rename it.',
          });
        await experiments.delete(id);
        await runs.filter((run) => run.experimentId === id).modify({ experimentId: defaultExperiment.id });
      }),
  };

  /** Two of one name could not be told apart in a list or a filter. */
  async function requireFree(name: string, ownId?: string): Promise<void> {
    const taken = await experiments.filter((one) => one.name === name && one.id !== ownId).count();
    if (taken > 0)
      throw new TetradError({
        code: 'conflict',
        message: `There is an experiment called "${name}" already.`,
        place: 'name',
        hint: 'Give another name, or move runs into that one.',
      });
  }
};
