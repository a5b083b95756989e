import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ModelVersion } from '#/core/protocol/model';
import { knownCategories } from '#/core/transforms/knownCategories';
import type { InputProps } from '#/ui/components/ask/AskForm';
import { NumberControl } from '#/ui/components/ask/NumberControl';
import { CategoryInput } from './CategoryInput';

const isoDay = /^\d{4}-\d\d-\d\d(T00:00(:00(\.0+)?)?Z?)?$/;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** The control that fits the column; anything may be left empty, which means missing. */
export function InputControl({
  column,
  version,
  value,
  onChange,
  slides,
}: InputProps & { /** Numbers are also set by a slider. */ slides?: boolean }) {
  const shared = {
    label: column.unit ? `${column.name} (${column.unit})` : column.name,
    placeholder: 'missing',
    value,
    autoComplete: 'off',
  };
  if (column.type === 'numeric' || column.type === 'integer')
    return <NumberControl {...{ column, version, value, onChange, slides }} />;
  if (column.type === 'boolean')
    return (
      <NativeSelect
        size="xs"
        label={shared.label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[{ value: '', label: 'missing' }, ...booleanChoices(value)]}
      />
    );
  if (column.type === 'datetime') {
    const type = dateControl(version, column.name);
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
  if (column.type === 'categorical' || (table && knownCategories(table, column.name)))
    return (
      <CategoryInput
        label={shared.label}
        column={column.name}
        version={version}
        value={value}
        onChange={onChange}
      />
    );
  return <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** Days as a date, times as date and time, anything else as the text it is. */
function dateControl(version: ModelVersion, column: string): 'date' | 'datetime-local' | 'text' {
  const seen = version.sampleRows
    .map((row) => new Map(Object.entries(row)).get(column))
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
