import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import { NativeSelect, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { Column } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import { knownCategories } from '#/core/transforms/knownCategories';
import { columnFormat } from '#/ui/charts/columnFormat';
import { CategoryInput } from './CategoryInput';
import { typicalRange } from './knownValues';

const isoDay = /^\d{4}-\d\d-\d\d(T00:00(:00(\.0+)?)?Z?)?$/;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** The control that fits the field; anything may be left empty, which means missing. */
export function InputControl({
  field,
  version,
  value,
  onChange,
}: {
  field: Column;
  version: ModelVersion;
  value: string;
  onChange: (text: string) => void;
}) {
  const range = useMemo(() => typicalRange(version, field.name), [version, field.name]);
  const shared = {
    label: field.unit ? `${field.name} (${field.unit})` : field.name,
    placeholder: 'missing',
    value,
    autoComplete: 'off',
  };
  if (field.type === 'numeric' || field.type === 'integer') {
    const wrong = value.trim() !== '' && !Number.isFinite(Number(value.trim().replace(',', '.')));
    return (
      <TextInput
        {...shared}
        inputMode="decimal"
        description={range && usualText(field, range)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={wrong ? 'Not a number: counts as missing' : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (field.type === 'boolean')
    return (
      <NativeSelect
        size="xs"
        label={shared.label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[{ value: '', label: 'missing' }, ...booleanChoices(value)]}
      />
    );
  if (field.type === 'datetime') {
    const type = dateControl(version, field.name);
    return (
      <TextInput
        {...shared}
        type={type}
        step={1}
        value={
          type === 'date'
            ? value.slice(0, 10)
            : type === 'datetime-local'
              ? value.replace(/(\.\d+)?Z$/, '')
              : value
        }
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const table = fittedTableOf(version);
  if (field.type === 'categorical' || (table && knownCategories(table, field.name)))
    return (
      <CategoryInput
        label={shared.label}
        field={field.name}
        version={version}
        value={value}
        onChange={onChange}
      />
    );
  return <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function usualText(field: Column, [min, max]: [number, number]): string {
  const text = columnFormat(field, { min, max });
  return `usually ${text(min)} to ${text(max)}`;
}

/** Days as a date, times as date and time, anything else as the text it is. */
function dateControl(version: ModelVersion, field: string): 'date' | 'datetime-local' | 'text' {
  const seen = version.sampleRows
    .map((row) => new Map(Object.entries(row)).get(field))
    .filter((value) => value !== null && value !== undefined)
    .map(String);
  if (seen.length > 0 && seen.every((text) => isoDay.test(text))) return 'date';
  return seen.length > 0 && seen.every((text) => isoTime.test(text)) ? 'datetime-local' : 'text';
}

/** In the words of the data: yes/no stays yes/no. */
function booleanChoices(value: string): string[] {
  const pairs = [
    ['true', 'false'],
    ['yes', 'no'],
    ['1', '0'],
    ['t', 'f'],
    ['y', 'n'],
  ];
  const pair = pairs.find((words) => words.includes(value.toLowerCase())) ?? (pairs[0] as string[]);
  return pair.includes(value) || value === ''
    ? pair
    : [value, ...pair.filter((word) => word !== value.toLowerCase())];
}
