/** Windows of events on their way into a model: rows of features, as those of a table; how they were cut goes with it. */
import { events as def } from '#/core/kinds/events';
import { eventsOf, type FittedWindows } from '#/core/events/eventsSchema';
import type { KindEngine } from './kindEngine';
import { tabular } from './tabular';

export const events: KindEngine = {
  ...tabular,
  type: def.type,
  async prepare(version, ...rest) {
    const prepared = await tabular.prepare(version, ...rest);
    const { layout, windowing, types } = eventsOf(version.schema);
    const windows: FittedWindows = { layout, windowing, types };
    return {
      ...prepared,
      input: { kind: def.type, fitted: { ...(prepared.input.fitted as object), windows } },
    };
  },
};
