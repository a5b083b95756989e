/** Opens a file of arrays and reads its variables whole, in a worker as the data worker does; for tests. */
import { openArrays } from '#/formats/arrays/openArrays';
import { holdsArrays, recogniseFile } from '#/formats/recogniseFile';

self.addEventListener('message', ({ data }: MessageEvent<File>) => {
  void readAll(data).then(
    (variables) => self.postMessage({ variables }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
});

async function readAll(file: File): Promise<Record<string, Float32Array>> {
  const found = await recogniseFile(file);
  if (!holdsArrays(found)) throw new Error(`${file.name} was not recognised`);
  const opened = await openArrays(found);
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
