/** Text that is taken a moment after the last key, or at once with Enter or when left: each change reads the file anew. */
import { TagsInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

const waitMs = 400;

export const wholeNumber = /^\d{1,7}$/;

export function DelayedText({
  label,
  value,
  placeholder,
  fits,
  onChange,
}: {
  label: string;
  value: string;
  placeholder?: string;
  /** What is no text of this form is not taken. */
  fits?: RegExp;
  onChange: (value: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const isFit = (text: string) => !fits || fits.test(text.trim());
  const take = (text: string | undefined) => {
    clearTimeout(timer.current);
    if (text !== undefined && text !== value && isFit(text)) onChange(text.trim());
  };
  return (
    <TextInput
      aria-label={label}
      value={draft ?? value}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      inputMode={fits === wholeNumber ? 'numeric' : 'text'}
      error={draft !== undefined && !isFit(draft)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setDraft(text);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => take(text), waitMs);
      }}
      onKeyDown={(event) => event.key === 'Enter' && take(draft)}
      onBlur={() => {
        take(draft);
        setDraft(undefined);
      }}
    />
  );
}

/** Texts that stand for a missing value. */
export function MissingWords({
  label,
  value,
  placeholder,
  onChange,
}: {
  label: string;
  value: readonly string[];
  placeholder: string;
  onChange: (words: string[]) => void;
}) {
  return (
    <TagsInput
      aria-label={label}
      value={[...value]}
      placeholder={value.length > 0 ? '' : placeholder}
      splitChars={[]}
      onChange={onChange}
    />
  );
}
