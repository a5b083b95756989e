import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { notify, notifyError } from '#/app/stores/notices';
import { bytesText } from '#/core/bytesText';
import { BytesText } from '../../components/BytesText';
import { ErrorNote } from '../../components/ErrorNote';
import { NumberText } from '../../components/NumberText';
import { Panel } from '../../components/Panel';
import { ProgressBar } from '../../components/ProgressBar';
import styles from './SettingsPage.module.css';

/** What is stored, how much the browser allows, and the two things one can do about it. */
export function StoragePanel() {
  const [status, setStatus] = useState<CommandOutput<'storage.status'>>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState<'persist' | 'clean'>();
  const refresh = useCallback(() => run('storage.status', {}).then(setStatus, setError), []);
  useEffect(() => void refresh(), [refresh]);

  const persist = async () => {
    setBusy('persist');
    try {
      const { granted } = await run('storage.persist', {});
      notify(
        granted
          ? {
              kind: 'success',
              title: 'Storage is persistent',
              message: 'The browser will not clear it by itself.',
            }
          : {
              kind: 'info',
              title: 'The browser said no',
              message: 'It may clear stored data when the disk runs full.',
              hint: 'Browsers grant this to sites that are installed, bookmarked or used often. Export what matters.',
            },
      );
    } catch (thrown) {
      notifyError('Could not ask for persistent storage', thrown);
    }
    setBusy(undefined);
    await refresh();
  };
  const clean = async () => {
    setBusy('clean');
    try {
      const { freedBytes } = await run('storage.clean', {});
      notify({ kind: 'success', title: 'Cleaned', message: `${bytesText(freedBytes)} freed.` });
    } catch (thrown) {
      notifyError('Could not clean', thrown);
    }
    setBusy(undefined);
    await refresh();
  };

  return (
    <Panel title="Storage">
      {error === undefined ? null : <ErrorNote error={error} />}
      {status ? (
        <>
          <p className={styles.small}>
            {bytesText(status.usageBytes)} used of the {bytesText(status.quotaBytes)} this browser allows.
          </p>
          <ProgressBar
            value={status.quotaBytes > 0 ? status.usageBytes / status.quotaBytes : undefined}
            label="Storage used"
          />
          <dl className={styles.facts}>
            <dt>Datasets</dt>
            <dd>
              <NumberText value={status.datasets} />, <BytesText value={status.datasetBytes} />
            </dd>
            <dt>Fetched files</dt>
            <dd>
              <BytesText value={status.fetchedBytes} />
            </dd>
            <dt>Models and versions</dt>
            <dd>
              <NumberText value={status.models} />, <NumberText value={status.modelVersions} />
            </dd>
            <dt>Runs</dt>
            <dd>
              <NumberText value={status.runs} />
            </dd>
            <dt>Blobs (content-addressed)</dt>
            <dd>
              <BytesText value={status.blobBytes} /> in {status.blobsIn === 'opfs' ? 'files' : 'the database'}
            </dd>
            <dt>Kept when the disk runs full</dt>
            <dd>{status.persisted ? 'yes (persistent)' : 'not promised'}</dd>
          </dl>
          <div className={styles.buttons}>
            {status.persisted ? null : (
              <Button variant="default" loading={busy === 'persist'} onClick={persist}>
                Ask to keep it
              </Button>
            )}
            <Button variant="default" loading={busy === 'clean'} onClick={clean}>
              Remove what nothing refers to
            </Button>
          </div>
        </>
      ) : error === undefined ? (
        <p className="quiet">Reading…</p>
      ) : null}
    </Panel>
  );
}
