import styles from './ProgressBar.module.css';

/** `value` 0..1; undefined while nothing is known yet. */
export function ProgressBar({ value, label }: { value: number | undefined; label: string }) {
  const percent = value === undefined ? undefined : Math.round(Math.max(0, Math.min(1, value)) * 100);
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      {percent === undefined ? (
        <div className={`${styles.fill} ${styles.waiting}`} />
      ) : (
        <div className={styles.fill} style={{ transform: `scaleX(${percent / 100})` }} />
      )}
    </div>
  );
}
