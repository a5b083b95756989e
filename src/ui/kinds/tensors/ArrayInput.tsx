/** One input: typed, pasted, filled, or a picture where its axes are those of one. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { IconPhoto, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { notifyError } from '#/app/stores/notices';
import { portText } from '#/core/onnxFile/ports';
import { TetradError } from '#/core/protocol/errors';
import type { OnnxPort } from '#/core/protocol/predict';
import { FilePicker } from '#/ui/components/FilePicker';
import {
  filled,
  isSingle,
  type PicturePort,
  type PictureScale,
  pictureOf,
  pictureScales,
  pictureValues,
} from './givenText';
import classes from './tensors.module.css';

/** As typed, or values that are too many to be typed. */
export type GivenInput = { text: string } | { value: unknown; note: string };

const mostSide = 4096;

export function ArrayInput({
  port,
  given,
  onChange,
}: {
  port: OnnxPort;
  given: GivenInput;
  onChange: (given: GivenInput) => void;
}) {
  const picture = pictureOf(port);
  const [scale, setScale] = useState<PictureScale>(port.dtype === 'uint8' ? 'bytes' : 'unit');
  const description = port.doc ? `${portText(port)} · ${port.doc}` : portText(port);
  const zeros = () => {
    const value = filled(port, 'zeros');
    if (value) onChange({ value, note: `zeros, [${value.shape.join(', ')}]` });
  };
  const take = async (file: File | undefined) => {
    if (!file || !picture) return;
    try {
      const pixels = await pixelsOf(file, picture);
      onChange({
        value: pictureValues(pixels, picture, scale),
        note: `${file.name}, ${pixels.width} × ${pixels.height}, ${pictureScales[scale].title}`,
      });
    } catch (thrown) {
      notifyError('The picture cannot be read', thrown);
    }
  };
  const buttons = (
    <div className={classes.ways}>
      {picture && (
        <>
          <FilePicker
            label={`Picture for ${port.name}`}
            variant="default"
            accept="image/*"
            leftSection={<IconPhoto size={15} />}
            onFiles={([file]) => void take(file)}
          >
            Choose a picture
          </FilePicker>
          {port.dtype !== 'uint8' && (
            <Select
              aria-label={`Scale of the picture for ${port.name}`}
              w={220}
              allowDeselect={false}
              data={Object.entries(pictureScales).map(([value, { title }]) => ({ value, label: title }))}
              value={scale}
              onChange={(next) => next && setScale(next as PictureScale)}
            />
          )}
        </>
      )}
      {!isSingle(port) && port.dtype !== 'string' && (
        <Button variant="default" onClick={zeros}>
          Zeros
        </Button>
      )}
    </div>
  );
  if ('note' in given)
    return (
      <div className={classes.input}>
        <div className={classes.label}>{port.name}</div>
        <div className={classes.port}>{description}</div>
        <div className={classes.note}>
          <span>{given.note}</span>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconX size={14} />}
            aria-label={`Clear ${port.name}`}
            onClick={() => onChange({ text: '' })}
          >
            Clear
          </Button>
        </div>
        {buttons}
      </div>
    );
  const common = {
    label: port.name,
    description,
    value: given.text,
    onChange: (event: { currentTarget: { value: string } }) => onChange({ text: event.currentTarget.value }),
  };
  return (
    <div className={classes.input}>
      {isSingle(port) ? (
        <TextInput {...common} placeholder={port.dtype === 'bool' ? 'true or false' : 'one value'} />
      ) : (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={8}
          placeholder={port.dtype === 'string' ? 'one text a line, or JSON' : '1, 2, 3 or [[1, 2], [3, 4]]'}
        />
      )}
      {buttons}
    </div>
  );
}

/** Of the size that the model takes; of its own where any will do. */
async function pixelsOf(file: File, { width, height }: PicturePort): Promise<ImageData> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new TetradError(
      {
        code: 'badInput',
        message: 'The browser cannot read this picture.',
        place: file.name,
        hint: 'Give a PNG, JPEG or WebP.',
      },
      { cause },
    );
  });
  const [w, h] = [width ?? Math.min(bitmap.width, mostSide), height ?? Math.min(bitmap.height, mostSide)];
  const context = new OffscreenCanvas(w, h).getContext('2d', { willReadFrequently: true });
  if (!context) throw new TetradError({ code: 'unsupported', message: 'This browser has no canvas.' });
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, w, h);
  bitmap.close();
  return context.getImageData(0, 0, w, h);
}
