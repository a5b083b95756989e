/** States of the whole studio that a person must know: an update waits, another tab took over. */
import { Button } from '@mantine/core';
import { useStore } from 'zustand';
import { connectionStore } from '#/app/stores/connection';
import styles from './Shell.module.css';

export function StateStrips() {
  const { applyUpdate, readOnly } = useStore(connectionStore);
  return (
    <>
      {applyUpdate ? (
        <div className={`${styles.strip} ${styles.update}`} role="status">
          <span className={styles.grow}>
            A newer version of the studio is ready. Running jobs stop at their last checkpoint.
          </span>
          <Button size="compact-xs" onClick={applyUpdate}>
            Update now
          </Button>
        </div>
      ) : null}
      {readOnly ? (
        <div className={styles.strip} role="status">
          <span className={styles.grow}>
            A newer version is open in another tab, so this one only reads. Reload to continue here.
          </span>
          <Button size="compact-xs" variant="default" onClick={() => location.reload()}>
            Reload
          </Button>
        </div>
      ) : null}
    </>
  );
}
