/** A text with the values the model knows: search in them, or write another. */
import { Autocomplete } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ModelVersion } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { knownValues, matchingValues } from './knownValues';

/** More are found by searching. */
const mostShown = 100;

export function CategoryInput({
  label,
  column,
  version,
  value,
  onChange,
}: {
  label: string;
  column: string;
  version: ModelVersion;
  value: string;
  onChange: (text: string) => void;
}) {
  const { values, hasOther } = useMemo(() => knownValues(version, column), [version, column]);
  const found = matchingValues(values, value);
  const shown = new Set(found);
  const note =
    value !== '' && values.length > 0 && !values.includes(value) && !hasOther
      ? 'Not seen in training'
      : found.length > mostShown
        ? `${formatCount(found.length)} known values: type to search`
        : undefined;
  return (
    <Autocomplete
      label={label}
      placeholder="missing"
      autoComplete="off"
      value={value}
      data={values}
      limit={mostShown}
      filter={({ options }) => options.filter((option) => 'value' in option && shown.has(option.value))}
      rightSection={values.length > 0 ? <IconSelector size={14} aria-hidden /> : undefined}
      rightSectionPointerEvents="none"
      description={note}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={onChange}
    />
  );
}
