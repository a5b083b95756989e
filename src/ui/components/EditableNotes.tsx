/** Longer text edited where it stands: click or Enter to edit, Ctrl+Enter or leaving saves, Escape keeps the old. */
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import styles from './EditableNotes.module.css';

export interface EditableNotesProps {
  value: string;
  /** What it is: "Notes". */
  label: string;
  /** What belongs here. */
  placeholder: string;
  onSave(value: string): void;
}

export function EditableNotes({ value, label, placeholder, onSave }: EditableNotesProps) {
  const [draft, setDraft] = useState<string>();
  const save = () => {
    const next = draft?.trim();
    setDraft(undefined);
    if (next !== undefined && next !== value) onSave(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') setDraft(undefined);
    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save();
  };
  if (draft === undefined)
    return (
      <button type="button" className={styles.shown} onClick={() => setDraft(value)}>
        <span className={value ? styles.text : styles.placeholder}>{value || placeholder}</span>
        <IconPencil
          size={14}
          stroke={1.7}
          className={styles.pencil}
          aria-label={`Edit ${label.toLowerCase()}`}
        />
      </button>
    );
  return (
    <textarea
      className={styles.input}
      aria-label={label}
      rows={4}
      maxLength={20_000}
      value={draft}
      placeholder={placeholder}
      // Editing starts by an explicit request, so the focus belongs in the field.
      ref={(area) => area?.focus()}
      onBlur={save}
      onKeyDown={onKeyDown}
      onChange={(event) => setDraft(event.target.value)}
    />
  );
}
