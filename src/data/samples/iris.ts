/** Fisher's iris flowers (1936), scikit-learn's copy: 150 measured flowers of three species. */
import { TetradError } from '#/core/protocol/errors';
import type { SampleDef } from './sampleDef';

export const iris: SampleDef = {
  id: 'iris',
  fileName: 'iris.csv',
  async make() {
    const response = await fetch(`${import.meta.env.BASE_URL}samples/iris.csv`);
    if (!response.ok)
      throw new TetradError({
        code: 'notFound',
        message: 'The iris sample could not be loaded.',
        hint: 'Go online once; afterwards it is kept for offline use.',
      });
    return response.text();
  },
};
