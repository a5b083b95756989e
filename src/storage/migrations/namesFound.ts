/** Whether a name is taken is looked up, not read from all records there are. */
import type { Migration } from './migration';

export const namesFound: Migration = {
  stores: { datasets: 'id, createdAt, name', models: 'id, createdAt, name' },
};
