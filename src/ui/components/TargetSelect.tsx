/** What to predict: everything that can be, and what cannot with the reason. */
import { Select, type SelectProps } from '@mantine/core';
import type { TargetChoice } from '#/core/kinds/kindDef';

export function TargetSelect({
  choices,
  value,
  onChange,
  ...rest
}: Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  choices: readonly TargetChoice[];
  value: string | undefined;
  onChange: (target: string) => void;
}) {
  // By place, for names of columns may be empty or equal to one another but for spaces.
  const at = choices.findIndex(({ name }) => name === value);
  return (
    <Select
      searchable
      allowDeselect={false}
      data={choices.map(({ name, title = name, refused }, index) => ({
        value: String(index),
        label: refused && index !== at ? `${title} (${refused.why})` : title,
        disabled: refused !== undefined,
      }))}
      value={at < 0 ? null : String(at)}
      onChange={(index) => {
        const choice = choices[Number(index)];
        if (choice) onChange(choice.name);
      }}
      {...rest}
    />
  );
}
