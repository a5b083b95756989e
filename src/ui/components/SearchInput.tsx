import { CloseButton, TextInput, type TextInputProps } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

export interface SearchInputProps extends Pick<TextInputProps, 'w' | 'mb' | 'className' | 'placeholder'> {
  label: string;
  value: string;
  onChange(text: string): void;
}

/** Narrows a list as one types. */
export function SearchInput({ label, value, onChange, ...rest }: SearchInputProps) {
  return (
    <TextInput
      {...rest}
      aria-label={label}
      leftSection={<IconSearch size={14} />}
      rightSection={value && <CloseButton size="xs" aria-label="Clear search" onClick={() => onChange('')} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
