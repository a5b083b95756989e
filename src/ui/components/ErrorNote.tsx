/** A failure in three lines: what, where, what to do. Everything is text, never markup. */
import type { ReactNode } from 'react';
import { type ErrorInfo, toErrorInfo } from '#/core/protocol/errors';
import styles from './ErrorNote.module.css';

const isInfo = (error: unknown): error is ErrorInfo =>
  typeof error === 'object' &&
  error !== null &&
  !(error instanceof Error) &&
  'code' in error &&
  'message' in error;

export const errorInfoOf = (error: unknown): ErrorInfo => (isInfo(error) ? error : toErrorInfo(error));

export function ErrorNote({ error, actions }: { error: unknown; actions?: ReactNode }) {
  const info = errorInfoOf(error);
  return (
    <div className={styles.note} role="alert">
      <div className={styles.message}>{info.message}</div>
      {info.place ? (
        <div className={styles.row}>
          <span className={styles.label}>Where</span>
          <span>{info.place}</span>
        </div>
      ) : null}
      {info.hint ? (
        <div className={styles.row}>
          <span className={styles.label}>Fix</span>
          <span>{info.hint}</span>
        </div>
      ) : null}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
