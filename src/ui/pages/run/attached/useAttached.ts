/** A file attached to a run, read when it is shown. */
import { useEffect, useState } from 'react';
import { run as runCommand } from '#/app/run';

export function useAttached(runId: string, name: string, hash: string): { file?: File; error?: unknown } {
  const [state, setState] = useState<{ hash?: string; file?: File; error?: unknown }>({});
  useEffect(() => {
    let current = true;
    runCommand('runs.attachment', { runId, name }).then(
      ({ file }) => current && setState({ hash, file }),
      (error: unknown) => current && setState({ hash, error }),
    );
    return () => {
      current = false;
    };
  }, [runId, name, hash]);
  return state.hash === hash ? state : {};
}

/** Its text; undefined while it is read. */
export function useText(file: File): string | undefined {
  const [text, setText] = useState<string>();
  useEffect(() => {
    let current = true;
    void file.text().then((read) => current && setText(read));
    return () => {
      current = false;
    };
  }, [file]);
  return text;
}
