/** What to predict: everything that can be, and what cannot with the reason. */
import { Select, type SelectProps } from '@mantine/core';
import { futureTarget } from '#/core/grid/gridSchema';
import type { TargetChoice } from '#/core/kinds/kindDef';

export const targetText = (name: string): string =>
  name === futureTarget ? 'The future of the field' : name;

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
      data={choices.map(({ name, refused }, index) => ({
        value: String(index),
        label: refused && index !== at ? `${targetText(name)} (${refused.why})` : targetText(name),
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
