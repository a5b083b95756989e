/** A table that scrolls sideways where it is narrow, also by keyboard. */
import type { ReactNode } from 'react';
import classes from '../judging.module.css';

export const WideTable = ({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
  <div className={classes.scroll} tabIndex={0} role="group" aria-label={label}>
    <table className={`${classes.table} ${className}`} aria-label={label}>
      {children}
    </table>
  </div>
);
