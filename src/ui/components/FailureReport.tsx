/** Names what failed on screen and offers its details for a report. All of it is text. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { isPartNotLoaded } from '#/core/protocol/errors';
import { ErrorNote } from './ErrorNote';

export interface FailureReportProps {
  /** What failed, as the subject of a sentence: "The page /runs/4". */
  name: string;
  error: unknown;
  componentStack?: string | null;
}

/** Offline, or a chunk of an older build that is no longer on the server. */
const isStaleChunk = (error: unknown): boolean => error instanceof Error && isPartNotLoaded(error.message);

export function FailureReport({ name, error, componentStack }: FailureReportProps) {
  const [copied, setCopied] = useState(false);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const details = [
    `${name} failed`,
    `at ${location.href}`,
    navigator.userAgent,
    stack,
    componentStack ?? '',
  ].join('\n');
  const copy = async () => {
    await navigator.clipboard.writeText(details);
    setCopied(true);
  };
  const shown = isStaleChunk(error)
    ? {
        code: 'internal',
        message: 'A part of the studio could not be loaded.',
        place: name,
        hint: 'You may be offline, or the studio was updated since this tab opened. Reload the page; your data is stored.',
      }
    : error;
  return (
    <div style={{ maxWidth: 720, margin: '32px auto', padding: '0 16px' }}>
      <h1 style={{ fontSize: 20, marginBottom: 12 }}>{name} failed</h1>
      <ErrorNote
        error={shown}
        actions={
          <>
            <Button onClick={() => location.reload()}>Reload</Button>
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy details'}
            </Button>
          </>
        }
      />
      <p className="quiet" style={{ marginTop: 12, fontSize: 13 }}>
        What was stored is safe: finished imports, runs and models are kept in this browser.
      </p>
    </div>
  );
}
