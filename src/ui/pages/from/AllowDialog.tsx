import { run } from '#/app/run';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import styles from './from.module.css';

/** Once for each host: what it is called, what it gets to see, and how to take it back. */
export function AllowDialog({
  asked,
  onClose,
}: {
  asked: { host: string; goOn(): void } | undefined;
  onClose(): void;
}) {
  return (
    <ConfirmDialog
      opened={asked !== undefined}
      title={`Allow ${asked?.host ?? ''}?`}
      confirmLabel={`Allow ${asked?.host ?? ''}`}
      keepLabel="Not now"
      onConfirm={async () => {
        if (!asked) return;
        await run('sources.allow', { host: asked.host });
        asked.goOn();
      }}
      onClose={onClose}
    >
      <p>Your browser will ask this host for files. It gets to see:</p>
      <ul className={styles.sent}>
        <li>your network address, as every site you open does,</li>
        <li>which file you ask for, with the signature or token that you give for it,</li>
        <li>nothing of your data, models or settings.</li>
      </ul>
      <p className={styles.small}>Remembered for this browser; Settings, Other hosts takes it back.</p>
    </ConfirmDialog>
  );
}
