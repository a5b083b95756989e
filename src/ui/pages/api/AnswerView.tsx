import { Button, Textarea } from '@mantine/core';
import { Panel } from '../../components/Panel';
import { saveFile } from '../../components/saveFile';
import styles from './ApiPage.module.css';

export interface Answered {
  status: number;
  ms: number;
  type: string;
  blob: Blob;
  /** What can be read of it. */
  text: string;
}

/** Of a longer answer the beginning is shown. */
const mostShown = 20_000;

export async function readAnswer(ask: () => Promise<Response>): Promise<Answered> {
  const started = performance.now();
  const response = await ask();
  const blob = await response.blob();
  const ms = performance.now() - started;
  const type = response.headers.get('content-type') ?? '';
  const isText = /json|text/.test(type);
  const text = isText ? await blob.text() : '';
  return { status: response.status, ms, type, blob, text: /json/.test(type) ? pretty(text) : text };
}

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

export function AnswerView({ answered: { status, ms, type, blob, text } }: { answered: Answered }) {
  return (
    <Panel
      title={`Answer ${status}`}
      actions={
        <>
          <span className="quiet">{ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms</span>
          {blob.size > 0 && (
            <Button size="compact-sm" variant="default" onClick={() => saveFile('answer', blob, type)}>
              Save
            </Button>
          )}
        </>
      }
    >
      {text ? (
        <Textarea
          aria-label="Body of the answer"
          classNames={{ input: styles.code }}
          readOnly
          autosize
          maxRows={28}
          value={
            text.length > mostShown
              ? `${text.slice(0, mostShown)}\n… ${(text.length - mostShown).toLocaleString('en')} characters more`
              : text
          }
        />
      ) : (
        <p className="quiet">
          {blob.size > 0 ? `${blob.size.toLocaleString('en')} bytes of ${type}.` : 'Nothing to say.'}
        </p>
      )}
    </Panel>
  );
}
