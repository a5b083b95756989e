import { TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { columnFormat } from '#/ui/charts/columnFormat';
import type { InputProps } from './AskForm';
import { typicalRange } from './typicalRange';

/** A number, with what is usual; empty means missing. */
export function NumberControl({ column, version, value, onChange }: InputProps) {
  const range = useMemo(() => typicalRange(version, column.name), [version, column.name]);
  const wrong = value.trim() !== '' && !Number.isFinite(Number(value.trim().replace(',', '.')));
  return (
    <TextInput
      label={column.unit ? `${column.name} (${column.unit})` : column.name}
      placeholder="missing"
      autoComplete="off"
      value={value}
      inputMode="decimal"
      description={range && usualText(column, range)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={wrong ? 'Not a number: counts as missing' : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function usualText(column: InputProps['column'], [min, max]: [number, number]): string {
  const text = columnFormat(column, { min, max });
  return `usually ${text(min)} to ${text(max)}`;
}
