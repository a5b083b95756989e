/** Lines of a text file with their numbers, as they come. */
import { ByteWindow } from '../byteWindow';
import { encodingOf } from '../encoding';
import type { FormatSource, ReadContext } from '../formatDef';

export interface TextLine {
  line: number;
  text: string;
}

export async function* textLines(source: FormatSource, context: ReadContext): AsyncGenerator<TextLine> {
  const encoding = encodingOf(source.head, context.options);
  const window = new ByteWindow(source.stream(), source.name, encoding, context.signal, context.report);
  const decoder = new TextDecoder();
  try {
    for (let line = 1; ; line++) {
      const end = await window.lineFeed(line);
      const text = decoder.decode(window.bytes.subarray(window.at, end)).replace(/\r?\n$/, '');
      const isLast = window.ended && end === window.bytes.length;
      if (!isLast || text !== '') yield { line, text };
      window.at = end;
      if (isLast) return;
    }
  } finally {
    await window.close();
  }
}
