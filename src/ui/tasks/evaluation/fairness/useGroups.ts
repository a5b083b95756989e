/** The judged rows in groups of a column: first of one that has few values, also where nothing was learnt from it. */
import { useCallback, useMemo } from 'react';
import type { Column } from '#/core/protocol/dataset';
import type { Run } from '#/core/protocol/model';
import { askGroups } from './groupsAsked';
import { useLabelColumns } from '../useLabelColumns';
import { type Segmented, useSegments } from '../useSegments';

export function useGroups(run: Run, rows: Uint32Array): Segmented {
  const names = useLabelColumns(run);
  const likely = useCallback(
    (fields: readonly Column[]) => {
      const labels = fields.filter(({ name }) => names.includes(name));
      return labels.find(({ type }) => type === 'categorical' || type === 'boolean') ?? labels[0];
    },
    [names],
  );
  const found = useSegments(run, rows, likely);
  const fields = useMemo(
    () => found.fields.toSorted((a, b) => Number(names.includes(b.name)) - Number(names.includes(a.name))),
    [found.fields, names],
  );
  const { choose: chooseField } = found;
  const choose = useCallback(
    (name: string | undefined) => {
      askGroups(run.id, { groups: name === undefined ? [] : [name] });
      chooseField(name);
    },
    [chooseField, run.id],
  );
  return { ...found, fields, choose };
}
