/**
 * A button of the top bar and what it opens. The browser's own popover: it closes on Escape and on a press
 * elsewhere, and costs no library. Contents exist only while it is open.
 */
import { type ReactNode, useId, useState } from 'react';
import styles from './TopBar.module.css';

export interface TopPopoverProps {
  /** Accessible name of the button, with its present value. */
  label: string;
  className?: string;
  button: ReactNode;
  title: string;
  children(close: () => void): ReactNode;
}

export function TopPopover({ label, className, button, title, children }: TopPopoverProps) {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const close = () => document.getElementById(id)?.hidePopover();
  return (
    <>
      <button
        type="button"
        className={`${styles.chip} ${className ?? ''}`}
        popoverTarget={id}
        aria-label={label}
        aria-expanded={opened}
      >
        {button}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={title}
        className={styles.pop}
        onToggle={(event) => setOpened(event.newState === 'open')}
      >
        {opened ? (
          <>
            <h2>{title}</h2>
            {children(close)}
          </>
        ) : null}
      </div>
    </>
  );
}
