import type { Experiment } from '#/core/protocol/model';
import type { ExperimentRepository } from '#/core/protocol/storage';
import type { StorageContext } from './storageContext';

export const defaultExperiment: Omit<Experiment, 'createdAt'> = { id: 'default', name: 'Default' };

export const experimentRepository = ({
  strict: { experiments },
}: Pick<StorageContext, 'strict'>): ExperimentRepository => ({
  defaultId: defaultExperiment.id,
  list: async () => await experiments.toArray(),
  async create(name) {
    const experiment: Experiment = { id: crypto.randomUUID(), name, createdAt: Date.now() };
    await experiments.add(experiment);
    return experiment;
  },
});
