/** A file that is not read as it stands: why, and the ways on. What was chosen stays. */
import { acceptedEndings } from '#/core/fileEndings';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import type { TableState } from './importSession';

export function Unreadable({
  table: { file, problem, isNoTable },
  onFile,
}: {
  table: TableState;
  onFile: (file: File) => void;
}) {
  const error = problem?.error ?? {
    code: 'badInput' as const,
    message: 'This file is no table.',
    place: file.name,
    hint: 'It is left out; the other files are imported.',
  };
  return (
    <ErrorNote
      error={error}
      actions={
        <>
          {problem?.isGone && (
            <FilePicker
              label={`Choose ${file.name} again`}
              accept={acceptedEndings('tables')}
              onFiles={([next]) => next && onFile(next)}
            >
              Choose {file.name} again
            </FilePicker>
          )}
          {!isNoTable && !problem?.isGone && (
            <ButtonLink to="/" variant="default">
              Choose another file
            </ButtonLink>
          )}
        </>
      }
    />
  );
}
