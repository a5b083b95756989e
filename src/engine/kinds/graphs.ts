import { graphs as def } from '#/core/kinds/graphs';
import { TetradError } from '#/core/protocol/errors';
import type { KindEngine } from './kindEngine';
import { tabular } from './tabular';

export const graphs: KindEngine = {
  ...tabular,
  type: def.type,
  async prepare() {
    throw new TetradError({
      code: 'unsupported',
      message: 'No family learns from graphs yet.',
      place: 'dataset',
      hint: 'Import the nodes as a table to learn from their columns alone.',
    });
  },
};
