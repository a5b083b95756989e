/** A name editable in place: pencil or F2 starts, Enter or leaving keeps, Escape restores. */
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import styles from './EditableText.module.css';

export interface EditableTextProps {
  value: string;
  /** What is being named: "Dataset name". */
  label: string;
  /** `was`: what it said when editing began. */
  onSave(value: string, was: string): void;
  /** How the value shows when not edited; a link, for instance. */
  children?: ReactNode;
}

export function EditableText({ value, label, onSave, children }: EditableTextProps) {
  const [draft, setDraft] = useState<string>();
  const [was, setWas] = useState(value);
  const start = () => {
    setWas(value);
    setDraft(value);
  };
  const keep = () => {
    const next = draft?.trim();
    setDraft(undefined);
    if (next && next !== was) onSave(next, was);
  };
  if (draft === undefined)
    return (
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- F2 from the link or the pencil inside
      <span
        className={styles.shown}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === 'F2') start();
        }}
      >
        <span className="clip">{children ?? value}</span>
        <button
          type="button"
          className={styles.edit}
          aria-label={`Rename: ${value}`}
          title="Rename (F2)"
          onClick={start}
        >
          <IconPencil size={14} stroke={1.7} />
        </button>
      </span>
    );
  return (
    <input
      className={styles.input}
      aria-label={label}
      value={draft}
      maxLength={200}
      // Editing starts by an explicit request, so the focus belongs in the field.
      ref={(input) => input?.focus()}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
