/** Changes to the columns of a version that are not applied yet: gathered, then one new version. */
import { useState } from 'react';
import { run } from '#/app/run';
import { notify, notifyError } from '#/app/stores/notices';
import type { Column, DatasetVersion } from '#/core/protocol/dataset';

export interface ColumnEdits {
  /** As they would be. */
  columns: readonly Column[];
  /** As they are. */
  original: readonly Column[];
  changed: number;
  busy: boolean;
  change(index: number, part: Partial<Column>): void;
  discard(): void;
  /** False where it failed, which the person is told. With nothing changed there is nothing to do. */
  apply(): Promise<boolean>;
}

const isChanged = (column: Column, before: Column | undefined): boolean =>
  column.name !== before?.name || column.type !== before.type || column.role !== before.role;

export function useColumnEdits(version: DatasetVersion): ColumnEdits {
  const original = version.schema.columns;
  const [edited, setEdited] = useState<{ versionId: string; columns: readonly Column[] }>();
  const [busy, setBusy] = useState(false);
  const columns = edited?.versionId === version.id ? edited.columns : original;
  const changed = columns.filter((column, i) => isChanged(column, original[i])).length;

  const apply = async (): Promise<boolean> => {
    if (changed === 0) return true;
    setBusy(true);
    try {
      const { versionId } = await run('datasets.retype', {
        versionId: version.id,
        columns: renamed(columns, original),
      });
      notify({
        kind: 'success',
        title: `Version ${version.number + 1}`,
        message: `${changed} column${changed === 1 ? '' : 's'} changed; version ${version.number} is kept.`,
        action: {
          label: 'Undo',
          onSelect: () =>
            void run('datasets.retype', { versionId, columns: renamed(original, columns) }).catch((thrown) =>
              notifyError('The change was not undone', thrown),
            ),
        },
      });
      return true;
    } catch (thrown) {
      notifyError('The columns were not changed', thrown);
      return false;
    } finally {
      setBusy(false);
    }
  };

  return {
    columns,
    original,
    changed,
    busy,
    apply,
    discard: () => setEdited(undefined),
    change: (index, part) =>
      setEdited({
        versionId: version.id,
        columns: columns.map((column, i) => {
          if (i === index) return { ...column, ...part };
          return part.role === 'target' && column.role === 'target' ? { ...column, role: 'feature' } : column;
        }),
      }),
  };
}

const renamed = (columns: readonly Column[], before: readonly Column[]) =>
  columns.map((column, i) => {
    const was = before[i]?.name;
    return was === undefined || was === column.name ? column : { ...column, was };
  });
