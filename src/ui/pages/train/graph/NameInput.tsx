/** The name of a layer or an input, taken when it is left or by Enter; why it cannot be is said under it. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { TetradError } from '#/core/protocol/errors';

export function NameInput({ name, onTake }: { name: string; onTake: (wanted: string) => void }) {
  const [text, setText] = useState(name);
  const [error, setError] = useState<string>();
  const take = () => {
    if (text === name) return;
    try {
      onTake(text);
    } catch (thrown) {
      if (!(thrown instanceof TetradError)) throw thrown;
      setError(thrown.message);
    }
  };
  return (
    <TextInput
      label="Name"
      size="xs"
      value={text}
      error={error}
      spellCheck={false}
      onChange={(event) => {
        setError(undefined);
        setText(event.currentTarget.value);
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
