/** The line of a text file in which a cell stands first; undefined where nobody can say. */
const mostBytes = 64 * 1024 * 1024;

export async function lineOf(file: Blob, cell: string): Promise<number | undefined> {
  if (file.size > mostBytes || cell.trim() === '') return undefined;
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  // Packed, or no text at all.
  if (head.includes(0) || (head[0] === 0x1f && head[1] === 0x8b)) return undefined;
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let [line, tail] = [1, ''];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    const text = tail + value;
    const at = text.indexOf(cell);
    if (at >= 0) {
      await reader.cancel();
      return line + newlines(text.slice(0, at));
    }
    const kept = Math.max(0, text.length - cell.length);
    line += newlines(text.slice(0, kept));
    tail = text.slice(kept);
  }
}

const newlines = (text: string): number => text.split('\n').length - 1;
