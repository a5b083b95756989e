/** The answer of a reading command, kept while a newer one loads; asked again when the input changes. */
import { useCallback, useEffect, useState } from 'react';
import { type CommandInput, type CommandName, type CommandOutput, run } from '#/app/run';

export interface CommandState<T> {
  data?: T;
  error?: unknown;
  loading: boolean;
  reload: () => void;
}

/** `input` null: do not ask. `revision` asks again when it changes. */
export function useCommand<N extends CommandName>(
  name: N,
  input: CommandInput<N> | null,
  revision?: string | number,
): CommandState<CommandOutput<N>> {
  const key = input === null ? null : JSON.stringify(input);
  const [state, setState] = useState<{ key: string | null; data?: CommandOutput<N>; error?: unknown }>({
    key: null,
  });
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input
  useEffect(() => {
    if (key === null) return;
    let live = true;
    run(name, JSON.parse(key) as CommandInput<N>).then(
      (data) => live && setState({ key, data }),
      (error: unknown) => live && setState({ key, error }),
    );
    return () => {
      live = false;
    };
  }, [name, key, revision, asked]);
  const reload = useCallback(() => setAsked((count) => count + 1), []);
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: !current,
    reload,
  };
}
