import { z } from 'zod';
import { id } from '../commandSchemas';
import { labelSource, windowing } from '#/core/grid/gridInput';
import { defineCommand } from './commandDef';

export const datasetsRewindow = defineCommand({
  name: 'datasets.rewindow',
  effect: 'writes',
  title: 'Change windows, patches or labels',
  summary:
    'A new version of a field, cut into other samples; the field itself is shared. Labels stay as they are unless given.',
  input: z.strictObject({ versionId: id, windowing, labels: labelSource.optional() }),
  output: z.object({ versionId: id, rows: z.int() }),
  async run({ data }, { versionId, ...cut }) {
    const read = cut.labels?.kind === 'table' ? cut.labels.file.name : undefined;
    const version = await data.revise(versionId, { kind: 'spacetime4d', cut }, read);
    return { versionId: version.id, rows: version.rows };
  },
});
