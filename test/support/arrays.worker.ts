/** Opens a file of arrays and reads its variables whole, in a worker as the data worker does; for tests. */
import { sniffArrayFormat } from '#/formats/arrays/index';

self.addEventListener('message', ({ data }: MessageEvent<File>) => {
  void readAll(data).then(
    (variables) => self.postMessage({ variables }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
});

async function readAll(file: File): Promise<Record<string, Float32Array>> {
  const head = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  const opened = await sniffArrayFormat(head, file.name)?.open(file);
  if (!opened) throw new Error(`${file.name} was not recognised`);
  const variables: Record<string, Float32Array> = {};
  for (const { name, dimensions } of opened.variables) {
    const shape = dimensions.map(({ size }) => size);
    variables[name] = await opened.read(
      name,
      shape.map(() => 0),
      shape,
    );
  }
  opened.close();
  return variables;
}
