import { z } from 'zod';
import { savedViews, writeView } from '#/core/runs/savedViews';
import { defineCommand } from './commandDef';

const view = savedViews.element.shape;

export const runsSaveView = defineCommand({
  name: 'runs.saveView',
  effect: 'writes',
  title: 'Save a view of the runs',
  summary: 'Under a name, in place of one of that name; without search the view is forgotten.',
  input: z.strictObject({ name: view.name, search: view.search.optional() }),
  output: z.object({ views: savedViews }),
  run: async ({ storage }, { name, search }) => ({ views: await writeView(storage.settings, name, search) }),
});
