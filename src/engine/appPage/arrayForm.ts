/** The form of a model on arrays (fields, windows, sound, images): an example, or a file. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { LeavingModel } from '#/core/leaving/leavingModel';
import type { Feed } from '#/core/onnx/feeds';
import { toErrorInfo } from '#/core/protocol/errors';
import { drawPixels, drawSlice } from './drawSlice';
import { element, numberText } from './element';
import { feedOfFile } from './feedOfFile';

export function arrayForm(
  model: LeavingModel,
  examples: readonly Feed[][],
  changed: (feeds: Feed[], warnings: string[]) => void,
  refused: (message: string) => void,
): HTMLElement {
  const preview = element('div', { className: 'preview' });
  const take = (feeds: Feed[]) => {
    preview.replaceChildren(...feeds.map(pictureOf));
    changed(feeds, []);
  };
  const list = element('div', { className: 'examples' });
  for (const [i, feeds] of examples.entries()) {
    const button = element('button', { type: 'button', className: 'second' }, `Example ${i + 1}`);
    button.onclick = () => take(feeds);
    list.append(button);
  }
  const files = model.inputs.length === 1 ? [fileOf(model, take, refused)] : [];
  const [first] = examples;
  if (first) take(first);
  return element('div', {}, list, ...files, preview);
}

function fileOf(
  model: LeavingModel,
  take: (feeds: Feed[]) => void,
  refused: (message: string) => void,
): HTMLElement {
  const shape = model.inputs[0]?.shape ?? [];
  const read = (file: File | undefined) => {
    if (!file) return;
    feedOfFile(model, file).then(
      (feed) => take([feed]),
      (thrown: unknown) => {
        const { message, hint } = toErrorInfo(thrown);
        refused(`${file.name}: ${message}${hint ? ` ${hint}` : ''}`);
      },
    );
  };
  const input = element('input', {
    type: 'file',
    accept: model.image ? 'image/*,.npy' : '.npy,.json',
    oninput: () => read(input.files?.[0]),
  });
  const zone = element(
    'label',
    { className: 'zone' },
    element(
      'span',
      {},
      model.image
        ? 'Choose an image, or drop it here'
        : `Choose an array of ${shape.join(' × ')} (.npy or .json), or drop it here`,
    ),
    input,
  );
  zone.ondragover = (event) => event.preventDefault();
  zone.ondrop = (event) => {
    event.preventDefault();
    read(event.dataTransfer?.files[0]);
  };
  return zone;
}

function pictureOf(feed: Feed): HTMLElement {
  const shape = feed.dims.slice(1);
  if (feed.type === 'string' || feed.type === 'int64') return element('p', {}, `${feed.data.length} values`);
  const picture =
    feed.type === 'uint8' && shape.length === 3
      ? drawPixels(feed.data, shape)
      : shape.length >= 3
        ? drawSlice(feed.data, middleOf(shape), 'A plane through the middle of what goes in')
        : undefined;
  let known = 0;
  let sum = 0;
  for (const value of feed.data)
    if (!Number.isNaN(value)) {
      known++;
      sum += value;
    }
  return element(
    'figure',
    {},
    ...(picture ? [picture] : []),
    element('figcaption', { className: 'quiet' }, `${shape.join(' × ')}, mean ${numberText(sum / known)}`),
  );
}

/** Of [time, x, y, z, channel] and others alike: the plane of two axes after the first, in the middle of the rest. */
function middleOf(shape: readonly number[]) {
  const [first = 1, height = 1, width = 1, ...rest] = shape.length === 3 ? [1, ...shape] : shape;
  const step = sizeOf(rest);
  return {
    height,
    width,
    step,
    start:
      Math.floor(first / 2) * height * width * step + Math.floor((rest[0] ?? 1) / 2) * sizeOf(rest.slice(1)),
  };
}
