/** The draft as text, in step with the graph: what is typed is taken as soon as it can be read. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { type ArchDraft, archDraft } from '#/core/arch/draft/archDraft';
import { draftOfArch } from '#/core/arch/draft/draftOfArch';
import { endingInHead } from '#/core/keras/endingInHead';
import { looksLikeLayers, textToArch } from '#/core/keras/textToArch';
import { toErrorInfo } from '#/core/protocol/errors';
import type { GraphDraft, GraphFrame } from './useGraphDraft';
import classes from './graph.module.css';

const textOf = (draft: ArchDraft): string => JSON.stringify(draft, null, 2);

export function DraftText({ graph: { draft, edit }, frame }: { graph: GraphDraft; frame: GraphFrame }) {
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
        const read = readText(text, frame);
        if ('pasted' in read) {
          setTyped(undefined);
          edit(read.pasted);
          return;
        }
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

/** JSON, or layers as Keras or PyTorch write them, which become JSON. */
function readText(
  text: string,
  { inputShape, outputWidth }: GraphFrame,
): { draft: ArchDraft } | { pasted: ArchDraft } | { error: string } {
  if (looksLikeLayers(text) && !text.trimStart().startsWith('{'))
    try {
      return { pasted: endingInHead(draftOfArch(textToArch(text, inputShape), outputWidth)) };
    } catch (thrown) {
      const { message, place, hint = '' } = toErrorInfo(thrown);
      return { error: `${place ? `${place}: ` : ''}${message} ${hint} The graph stays as it was.` };
    }
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
