/** The draft as text, in step with the graph: what is typed is taken as soon as it can be read. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { type ArchDraft, archDraft } from '#/core/arch/draft/archDraft';
import type { GraphDraft } from './useGraphDraft';
import classes from './graph.module.css';

const textOf = (draft: ArchDraft): string => JSON.stringify(draft, null, 2);

export function DraftText({ graph: { draft, edit } }: { graph: GraphDraft }) {
  const [typed, setTyped] = useState<{ text: string; of: ArchDraft; error?: string }>();
  // What the graph does since wins over what was typed before.
  const own = typed?.of === draft ? typed : undefined;
  return (
    <Textarea
      className={classes.text}
      classNames={{ input: classes.textInput }}
      aria-label="Network as JSON"
      value={own?.text ?? textOf(draft)}
      error={own?.error}
      spellCheck={false}
      autosize
      minRows={12}
      maxRows={40}
      onBlur={() => !own?.error && setTyped(undefined)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const read = readText(text);
        if ('error' in read) setTyped({ text, of: draft, error: read.error });
        else {
          setTyped({ text, of: read.draft });
          if (JSON.stringify(read.draft) !== JSON.stringify(draft)) edit(read.draft);
          else setTyped({ text, of: draft });
        }
      }}
    />
  );
}

function readText(text: string): { draft: ArchDraft } | { error: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    return {
      error: `This is no JSON: ${thrown instanceof Error ? thrown.message : ''}. The graph stays as it was.`,
    };
  }
  const parsed = archDraft.safeParse(value);
  if (parsed.success) return { draft: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    error: `${issue?.path.map(String).join('.') || 'The network'}: ${issue?.message}. The graph stays as it was.`,
  };
}
