/** An exported file with what runs it: one page for a person, or a program for a server. */
import { encodeFeeds, toBase64 } from '#/core/leaving/feedJson';
import { type LeavingModel, leavingModel } from '#/core/leaving/leavingModel';
import { partNotLoaded, TetradError } from '#/core/protocol/errors';
import type { Model, ModelVersion } from '#/core/protocol/model';
import type { ExportResult, PackageFormat } from '#/core/protocol/predict';
import { appHtml } from './appHtml';

type Files = ExportResult['files'];

export async function packageOf(
  format: PackageFormat,
  model: Pick<Model, 'name' | 'description'>,
  version: ModelVersion,
  { files, report, examples = [] }: ExportResult,
): Promise<Files> {
  const [onnx] = files;
  if (!report.ports || !onnx)
    throw new TetradError({
      code: 'unsupported',
      message: 'An imported model leaves as the file that it came as.',
      place: 'format',
      hint: 'Export it as ONNX, and use it with ONNX Runtime.',
    });
  const leaving = leavingModel(model, version, report.ports);
  const name = onnx.name.replace(/\.onnx$/, '');
  return format === 'app'
    ? [{ name: `${name}.html`, bytes: await appOf(leaving, onnx.bytes, examples) }]
    : [{ name: `${name}-server.zip`, bytes: await serverOf(leaving, onnx.bytes) }];
}

async function appOf(
  model: LeavingModel,
  onnx: Uint8Array<ArrayBuffer>,
  examples: NonNullable<ExportResult['examples']>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { appParts } = await import('#/engine/appPage/appParts');
  const [script, glue, wasm] = await Promise.all([
    partAt(appParts.script),
    partAt(appParts.glue),
    partAt(appParts.wasm),
  ]);
  const pieces = appHtml({
    model,
    examples: JSON.stringify(encodeFeeds(examples)),
    script: await new Blob([script]).text(),
    onnx: await packed(onnx),
    glue: await packed(glue),
    wasm: await packed(wasm),
  });
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function partAt(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) throw new TetradError(partNotLoaded(url));
  return await answer.arrayBuffer();
}

async function packed(bytes: BlobPart): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return toBase64(new Uint8Array(await new Response(stream).arrayBuffer()));
}

async function serverOf(
  model: LeavingModel,
  onnx: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const [{ serverFiles }, { zipPieces }] = await Promise.all([
    import('#/core/leaving/server/serverFiles'),
    import('#/formats/write/zipPieces'),
  ]);
  const encoder = new TextEncoder();
  async function* files() {
    yield { path: 'model.onnx', bytes: onnx };
    for (const { name, text } of serverFiles(model)) yield { path: name, bytes: encoder.encode(text) };
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of zipPieces(files())) pieces.push(piece.slice());
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
