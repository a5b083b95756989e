import { Select } from '@mantine/core';
import type { Segmented } from '../useSegments';

export const GroupSelect = ({ fields, field, choose }: Segmented) =>
  fields.length > 0 && (
    <Select
      aria-label="Column of the groups"
      w={200}
      searchable
      allowDeselect={false}
      data={fields.map(({ name }, index) => ({ value: String(index), label: name || '(empty)' }))}
      value={String(field ? fields.indexOf(field) : 0)}
      onChange={(value) => choose(fields[Number(value)]?.name)}
    />
  );
