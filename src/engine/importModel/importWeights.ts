/** A file of weights (safetensors, NPZ) put onto the network of a version: what another version of that model holds. */
import { bodyOf } from '#/core/bodies/registry';
import { packWeights } from '#/core/bodies/tensorBlob';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { ImportedModel, ImportModelRequest } from '#/core/protocol/importModel';
import type { Storage } from '#/core/protocol/storage';
import { readSafetensors } from '#/core/safetensors/safetensors';
import { type GivenTensor, placeTensors } from '#/core/weights/placeTensors';
import { npz } from '#/formats/arrays/npz';

export async function importWeights(
  { name, file, onto }: ImportModelRequest & { onto: string },
  {
    blobs,
    models,
  }: { blobs: Pick<Storage['blobs'], 'put' | 'get'>; models: Pick<Storage['models'], 'version'> },
): Promise<ImportedModel> {
  const version = await models.version(onto);
  const { withTensors, tensors, blobs: blobsOf } = version ? bodyOf(version.body) : {};
  if (!version || !withTensors || !tensors || !blobsOf)
    throw new TetradError({
      code: version ? 'unsupported' : 'notFound',
      message: version
        ? 'This version is no network: it has no places for weights.'
        : 'The version whose network takes the weights is not there any more.',
      place: 'onto',
      hint: 'Choose a version of a network.',
    });
  const { input, inputs, task, body } = version;
  const bytesNow = await Promise.all(blobsOf(body.spec).map((blob) => blobs.get(blob)));
  const places = [...tensors(body.spec, bytesNow)].map(([place, { shape }]) => ({ name: place, shape }));
  const { weights, remarks } = placeTensors(
    places,
    await tensorsOf(name, file).catch((thrown) => inFile(name, thrown)),
  );
  const packed = packWeights(weights);
  const kept = { blob: await blobs.put(packed.bytes), tensors: packed.tensors };
  return {
    body: { type: body.type, spec: withTensors(body.spec, kept) },
    input,
    inputs,
    task,
    description: '',
    remarks: [`Weights of ${name}, in the network of version ${version.number}.`, ...remarks],
  };
}

/** What is wrong inside a file is told with its name. */
function inFile(name: string, thrown: unknown): never {
  const info = toErrorInfo(thrown);
  const { place } = info;
  throw new TetradError(
    { ...info, place: place === undefined || place.startsWith(name) ? name : `${name}, ${place}` },
    { cause: thrown },
  );
}

async function tensorsOf(name: string, file: Blob): Promise<Map<string, GivenTensor>> {
  if (/\.safetensors$/i.test(name)) return readSafetensors(new Uint8Array(await file.arrayBuffer())).tensors;
  const opened = await npz.open(new File([file], name));
  try {
    const tensors = new Map<string, GivenTensor>();
    for (const { name: key, dimensions } of opened.variables) {
      const shape = dimensions.map(({ size }) => size);
      tensors.set(key, {
        shape,
        data: await opened.read(
          key,
          shape.map(() => 0),
          shape,
        ),
      });
    }
    return tensors;
  } finally {
    opened.close();
  }
}
