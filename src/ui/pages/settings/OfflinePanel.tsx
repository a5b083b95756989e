import { Button } from '@mantine/core';
import { IconCheck, IconCloudDown } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { notifyError } from '#/app/stores/notices';
import { BytesText } from '../../components/BytesText';
import { Panel } from '../../components/Panel';
import styles from './SettingsPage.module.css';

const refreshMs = 500;

/** What of the studio is on this machine, and the rest at one click. */
export function OfflinePanel() {
  const [status, setStatus] = useState<CommandOutput<'offline.status'>>();
  const [busy, setBusy] = useState(false);
  const refresh = useCallback(() => run('offline.status', {}).then(setStatus, () => undefined), []);
  useEffect(() => {
    void refresh();
    if (!busy) return;
    const timer = setInterval(() => void refresh(), refreshMs);
    return () => clearInterval(timer);
  }, [refresh, busy]);

  const keepAll = async () => {
    setBusy(true);
    try {
      await run('offline.keepAll', {});
    } catch (thrown) {
      notifyError('Not everything could be kept', thrown);
    }
    setBusy(false);
  };
  if (!status) return null;
  const missing = status.parts.filter(({ kept }) => !kept);
  return (
    <Panel title="Offline">
      <p className={styles.small}>
        {!status.supported
          ? 'This browser keeps nothing of the studio: it needs the network at every visit.'
          : missing.length === 0
            ? 'Everything is on this machine.'
            : 'Training and answering work without a network. What is marked is kept when it is first used.'}
      </p>
      <ul className={styles.parts} aria-label="Parts of the studio">
        {status.parts.map(({ title, bytes, kept }) => (
          <li key={title}>
            {kept ? (
              <IconCheck size={16} aria-label="On this machine" />
            ) : (
              <IconCloudDown size={16} aria-label="Not on this machine" />
            )}
            <span>{title}</span>
            <BytesText value={bytes} />
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <div className={styles.buttons}>
          <Button variant="default" loading={busy} onClick={keepAll}>
            Make everything available offline
          </Button>
        </div>
      )}
    </Panel>
  );
}
