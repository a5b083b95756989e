import { NativeSelect } from '@mantine/core';
import type { CommandInput } from '#/app/run';

export type OutputFormat = NonNullable<CommandInput<'inference.batch'>['outputFormat']>;

const formats: { value: OutputFormat; label: string }[] = [
  { value: 'csv', label: 'CSV' },
  { value: 'jsonl', label: 'JSON Lines' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'arrow', label: 'Arrow' },
];

/** What the answers to many samples are written as. */
export function OutputFormatSelect({
  value,
  onChange,
}: {
  value: OutputFormat;
  onChange: (format: OutputFormat) => void;
}) {
  return (
    <NativeSelect
      label="Answers as"
      size="xs"
      w={130}
      data={formats}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as OutputFormat)}
    />
  );
}
