import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import type { BackendInfo } from '#/core/protocol/engineApi';
import styles from './BackendList.module.css';
import { ErrorNote } from './ErrorNote';

const names = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' } as const;

/** Asks the engine which backends this machine has, and shows what it said. */
export function BackendList() {
  const [found, setFound] = useState<BackendInfo[]>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    run('engine.probe', {}).then(setFound, setError);
  }, []);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!found) return <p className="quiet">Asking the engine…</p>;
  return (
    <ul className={styles.list}>
      {found.map(({ backend, available, detail }) => (
        <li key={backend} className={styles.item}>
          {available ? (
            <IconCheck size={18} className={styles.yes} aria-label="available" />
          ) : (
            <IconMinus size={18} className={styles.no} aria-label="not available" />
          )}
          <span className={styles.name}>{names[backend]}</span>
          <span className={styles.detail}>{detail}</span>
        </li>
      ))}
    </ul>
  );
}
