import { Button, type ButtonProps } from '@mantine/core';
import { type ReactNode, useRef } from 'react';

export interface FilePickerProps extends Pick<ButtonProps, 'size' | 'variant' | 'disabled' | 'leftSection'> {
  /** What is picked, for those who do not see the button: "File of rows". */
  label: string;
  accept?: string;
  multiple?: boolean;
  /** A whole folder. */
  folder?: boolean;
  /** One at least. */
  onFiles(files: File[]): void;
  children: ReactNode;
}

/** A button that opens the browser's file picker. */
export function FilePicker({
  label,
  accept,
  multiple,
  folder,
  onFiles,
  children,
  ...button
}: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple || folder}
        // React's types leave it out.
        {...(folder && { webkitdirectory: '' })}
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be picked again.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
