import type { ReactNode } from 'react';
import styles from './Panel.module.css';

/** A titled part of a page, actions on the right of its title. */
export function Panel({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {actions}
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
