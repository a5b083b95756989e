import type { DatasetKind } from '#/core/protocol/dataset';
import { Registry } from '#/core/registry/registry';
import type * as kinds from '#/core/kinds/index';
import * as listed from './index';
import type { KindView } from './kindView';

const kindViews = new Registry<KindView>('view of a kind of data', Object.values(listed));
/** One for every kind there is. */
void (listed satisfies Record<keyof typeof kinds, KindView>);

/** Kinds that a table may be read as instead. */
export const tableReadings = kindViews.all.flatMap(({ type, title, asReading }) =>
  asReading ? [{ type, title, asReading }] : [],
);

export const kindViewOf = ({ kind }: { kind: DatasetKind }): KindView => kindViews.get(kind, 'kind');
