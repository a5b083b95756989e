/**
 * Longer text edited where it stands: click or Enter to edit, Ctrl+Enter or leaving saves, Escape keeps the old.
 * What could not be saved stays open; then only Ctrl+Enter saves, and is meant to replace what stands there.
 */
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import styles from './EditableNotes.module.css';

export interface EditableNotesProps {
  value: string;
  /** What it is: "Notes". */
  label: string;
  /** What belongs here. */
  placeholder: string;
  /** `was`: what it said when editing began. Answers false when it was not saved. */
  onSave(value: string, was: string): Promise<boolean>;
}

export function EditableNotes({ value, label, placeholder, onSave }: EditableNotesProps) {
  const [draft, setDraft] = useState<string>();
  const [was, setWas] = useState(value);
  const [refused, setRefused] = useState(false);
  const shown = useRef(value);
  useEffect(() => {
    shown.current = value;
  }, [value]);
  const save = () => {
    const next = draft?.trim();
    setDraft(undefined);
    if (next === undefined || next === was) return;
    void onSave(next, was).then((saved) => {
      setRefused(!saved);
      if (saved) return;
      setDraft((since) => since ?? next);
      setWas(shown.current);
    });
  };
  const start = () => {
    setWas(value);
    setRefused(false);
    setDraft(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') setDraft(undefined);
    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save();
  };
  if (draft === undefined)
    return (
      <button type="button" className={styles.shown} onClick={start}>
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
    <>
      <textarea
        className={styles.input}
        aria-label={label}
        rows={4}
        maxLength={20_000}
        value={draft}
        placeholder={placeholder}
        // Editing starts by an explicit request, so the focus belongs in the field.
        ref={(area) => area?.focus()}
        onBlur={refused ? undefined : save}
        onKeyDown={onKeyDown}
        onChange={(event) => setDraft(event.target.value)}
      />
      {refused && <p className="quiet">Not saved yet. Ctrl+Enter replaces what is there, Escape keeps it.</p>}
    </>
  );
}
